#pragma once

// How a service registers its operations: one line each, in its register.cpp.
//
//   Registrar<S3> s3(registry, store, "s3", service);
//   s3.read<&S3::head_bucket>("HeadBucket")
//     .write<&S3::create_bucket>("CreateBucket")
//     .awaiting<&S3::put_object>("PutObject");
//
// A reading operation is a function of a read transaction; a writing one of the write transaction, answered after its
// commit; an awaiting one is a coroutine that makes its own transactions. The first two never wait.

#include <boost/asio/awaitable.hpp>
#include <string>
#include <utility>

#include "emulators/aws/operation.h"
#include "emulators/store/store.h"

namespace cloudling {

namespace detail {

template <auto Function>
struct OperationTraits;
template <class S, class Out, class Tx, class In, Out (S::*Function)(const aws::CallContext&, Tx&, const In&)>
struct OperationTraits<Function> {
  using Input = In;
  using Output = Out;
};
template <class S, class Out, class In, boost::asio::awaitable<Out> (S::*Function)(const aws::CallContext&, In)>
struct OperationTraits<Function> {
  using Input = In;
  using Output = Out;
};

}  // namespace detail

template <class Service>
class Registrar {
 public:
  Registrar(aws::Registry& registry, store::Store& store, std::string service_id, Service& service)
      : registry_(registry), store_(store), service_id_(std::move(service_id)), service_(service) {}

  template <auto Function>
  Registrar& read(std::string name) {
    add<Function>(std::move(name), &Registrar::run_read<Function>);
    return *this;
  }
  template <auto Function>
  Registrar& write(std::string name) {
    add<Function>(std::move(name), &Registrar::run_write<Function>);
    return *this;
  }
  template <auto Function>
  Registrar& awaiting(std::string name) {
    add<Function>(std::move(name), &Registrar::run_awaiting<Function>);
    return *this;
  }

 private:
  using Run = boost::asio::awaitable<aws::AnyShape> (*)(store::Store&, Service&, const aws::CallContext&,
                                                        aws::AnyShape);

  template <auto Function>
  void add(std::string name, Run run) {
    using Traits = detail::OperationTraits<Function>;
    store::Store* store = &store_;
    Service* service = &service_;
    registry_.add({.service = service_id_,
                   .name = std::move(name),
                   .make_input = [] { return aws::AnyShape::of(typename Traits::Input{}); },
                   .output = &Traits::Output::shape(),
                   .run = [=](const aws::CallContext& context,
                              aws::AnyShape input) { return run(*store, *service, context, std::move(input)); }});
  }

  template <auto Function>
  static boost::asio::awaitable<aws::AnyShape> run_read(store::Store& store, Service& service,
                                                        const aws::CallContext& context, aws::AnyShape input) {
    using In = typename detail::OperationTraits<Function>::Input;
    const In& in = input.as<In>();
    auto work = [&](store::ReadTransaction& tx) { return aws::AnyShape::of((service.*Function)(context, tx, in)); };
    auto output = co_await store.read(std::move(work));
    co_return output;
  }

  template <auto Function>
  static boost::asio::awaitable<aws::AnyShape> run_write(store::Store& store, Service& service,
                                                         const aws::CallContext& context, aws::AnyShape input) {
    using In = typename detail::OperationTraits<Function>::Input;
    const In& in = input.as<In>();
    auto work = [&](store::WriteTransaction& tx) { return aws::AnyShape::of((service.*Function)(context, tx, in)); };
    auto output = co_await store.write(std::move(work));
    co_return output;
  }

  template <auto Function>
  static boost::asio::awaitable<aws::AnyShape> run_awaiting(store::Store&, Service& service,
                                                            const aws::CallContext& context, aws::AnyShape input) {
    using In = typename detail::OperationTraits<Function>::Input;
    In in = std::move(input.as<In>());
    auto output = co_await (service.*Function)(context, std::move(in));
    co_return aws::AnyShape::of(std::move(output));
  }

  aws::Registry& registry_;
  store::Store& store_;
  std::string service_id_;
  Service& service_;
};

}  // namespace cloudling
