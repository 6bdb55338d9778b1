#pragma once

// Code signing configurations: whom a function's code has to be signed by. There is no AWS Signer here whose signatures
// could be verified: an archive that has one is trusted, whoever made it; one that has none is not.

#include <string>

#include "emulators/aws/clock.h"
#include "emulators/aws/context.h"
#include "emulators/aws/ids.h"
#include "emulators/aws/operation.h"
#include "emulators/lambda/lambda_store.h"
#include "emulators/lambda/signing_shapes.h"
#include "emulators/store/store.h"

namespace cloudling::lambda {

/// Stateless but for what is in the store; thread-safe.
class CodeSigning {
 public:
  CodeSigning(aws::Clock& clock, aws::IdSource& ids) : clock_(clock), ids_(ids) {}

  using Context = aws::CallContext;
  using Read = store::ReadTransaction;
  using Write = store::WriteTransaction;

  CodeSigningConfigOutput create(const Context& context, Write& tx, const CreateCodeSigningConfigInput& input);
  CodeSigningConfigOutput get(const Context& context, Read& tx, const CodeSigningConfigInput& input);
  CodeSigningConfigOutput update(const Context& context, Write& tx, const UpdateCodeSigningConfigInput& input);
  aws::Nothing remove(const Context& context, Write& tx, const CodeSigningConfigInput& input);
  ListCodeSigningConfigsOutput list(const Context& context, Read& tx, const ListCodeSigningConfigsInput& input);
  ListFunctionsByCodeSigningConfigOutput list_functions(const Context& context, Read& tx,
                                                        const ListFunctionsByCodeSigningConfigInput& input);
  FunctionCodeSigning put_of_function(const Context& context, Write& tx, const PutFunctionCodeSigningInput& input);
  FunctionCodeSigning get_of_function(const Context& context, Read& tx, const FunctionCodeSigningInput& input);
  aws::Nothing delete_of_function(const Context& context, Write& tx, const FunctionCodeSigningInput& input);

  /// A new function's. Throws CodeSigningConfigNotFoundException.
  void attach(Write& tx, const FunctionRow& function, const std::string& arn);

  /// Whether the configuration, or that of the function, lets nothing be deployed that is not signed.
  bool is_enforced_by(Read& tx, const std::string& arn);
  bool is_enforced_for(Read& tx, const FunctionRow& function);

 private:
  aws::Clock& clock_;
  aws::IdSource& ids_;
};

void register_code_signing(aws::Registry& registry, store::Store& store, CodeSigning& signing);

}  // namespace cloudling::lambda
