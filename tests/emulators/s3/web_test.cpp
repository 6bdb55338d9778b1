// Forms, CORS and websites: what browsers bring.

#include "emulators/aws/encoding.h"
#include "emulators/aws/sigv4.h"
#include "emulators/s3/post_policy.h"
#include "emulators/s3/web_endpoint.h"
#include "emulators/s3/website.h"
#include "tests/emulators/s3/s3_fixture.h"

namespace cloudling::s3 {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

class Web : public S3Fixture {
 protected:
  Web() {
    make_bucket("bucket");
    web_ = std::make_unique<WebEndpoint>(WebParts{*store_, *s3_, credentials_, clock_, ids_});
  }

  boost::asio::awaitable<Answer> read(boost::asio::awaitable<aws::HttpResponse> pending) {
    aws::HttpResponse response = co_await std::move(pending);
    Answer answer{.status = response.status, .headers = response.headers, .body = ""};
    answer.body = co_await response.body.read_all(1 << 20);
    co_return answer;
  }

  Answer post(const Fields& fields, const std::string& file, size_t piece = 7) {
    std::string body;
    const auto head = [&](const std::string& name) {
      body += "--limit\r\nContent-Disposition: form-data; name=\"" + name + "\"";
    };
    for (const auto& [name, value] : fields) {
      head(name);
      body += "\r\n\r\n" + value + "\r\n";
    }
    head("file");
    body += "; filename=\"a b.png\"\r\nContent-Type: image/png\r\n\r\n" + file + "\r\n--limit--\r\n";
    std::vector<std::string> pieces;
    for (size_t at = 0; at < body.size(); at += piece) pieces.push_back(body.substr(at, piece));
    aws::HttpRequest request;
    request.method = "POST";
    request.target = "/bucket";
    request.headers.add("Host", "localhost:4566");
    request.headers.add("Content-Type", "multipart/form-data; boundary=limit");
    request.body = aws::Body(std::make_unique<PiecesReader>(std::move(pieces)), body.size());
    EXPECT_TRUE(WebEndpoint::claims_form(request));
    return run(read(web_->post_form(std::move(request), aws::AuthMode::kKnown)));
  }

  /// The fields of a form with that policy, signed by a key that nobody knows and so is taken at its word.
  Fields signed_by_anybody(const std::string& policy, Fields fields) {
    fields.insert(fields.begin(), {{"x-amz-algorithm", "AWS4-HMAC-SHA256"},
                                   {"x-amz-credential", "000000000000/20231114/us-east-1/s3/aws4_request"},
                                   {"x-amz-date", "20231114T000000Z"},
                                   {"x-amz-signature", "0"},
                                   {"policy", aws::base64_encode(policy)}});
    return fields;
  }

  Answer browse(const std::string& host, const std::string& target, const HeaderList& headers = {}) {
    aws::HttpRequest request;
    request.method = "GET";
    request.target = target;
    request.headers.add("Host", host);
    for (const auto& [name, value] : headers) request.headers.add(name, value);
    EXPECT_TRUE(WebEndpoint::claims_website(request));
    return run(read(web_->website(std::move(request))));
  }

  std::unique_ptr<WebEndpoint> web_;
};

constexpr const char* kAlways =
    R"({"expiration": "2099-01-01T00:00:00Z", "conditions": [{"bucket": "bucket"}, ["starts-with", "$key", "up/"],
        ["starts-with", "$x-amz-credential", ""], ["starts-with", "$x-amz-algorithm", ""],
        ["starts-with", "$x-amz-date", ""], ["content-length-range", 2, 10], ["eq", "$success_action_status", "201"]]})";

TEST_F(Web, FormsUpload) {
  const Fields fields{{"key", "up/${filename}"}, {"success_action_status", "201"}};
  for (size_t piece : {size_t{1}, size_t{7}, size_t{5000}}) {
    Answer answer = post(signed_by_anybody(kAlways, fields), "\r\n--limi", piece);
    ASSERT_EQ(201, answer.status) << answer.body;
    EXPECT_EQ("up/a b.png", answer.element("Key"));
    EXPECT_EQ("\r\n--limi", get("/bucket/up/a%20b.png").body);
    EXPECT_EQ("image/png", get("/bucket/up/a%20b.png").header("Content-Type"));
  }
}

TEST_F(Web, FormsAreRefusedWithWhatThePolicyDoesNotSay) {
  const Fields good{{"key", "up/a"}, {"success_action_status", "201"}};
  EXPECT_EQ("EntityTooLarge", post(signed_by_anybody(kAlways, good), "12345678901").element("Code"));
  EXPECT_EQ("EntityTooSmall", post(signed_by_anybody(kAlways, good), "1").element("Code"));
  EXPECT_EQ(404, get("/bucket/up/a").status);
  const Fields elsewhere{{"key", "down/a"}, {"success_action_status", "201"}};
  EXPECT_EQ("AccessDenied", post(signed_by_anybody(kAlways, elsewhere), "123").element("Code"));
  Fields more = good;
  more.emplace_back("x-amz-meta-colour", "red");
  EXPECT_EQ("AccessDenied", post(signed_by_anybody(kAlways, more), "123").element("Code"));
  const std::string old = R"({"expiration": "2001-01-01T00:00:00Z", "conditions": []})";
  EXPECT_EQ("AccessDenied", post(signed_by_anybody(old, good), "123").element("Code"));
  EXPECT_EQ("InvalidPolicyDocument", post(signed_by_anybody("{}", good), "123").element("Code"));
  EXPECT_EQ("AccessDenied", post(good, "123").element("Code")) << "nobody signed it";
  EXPECT_EQ("InvalidArgument", post({}, "123").element("Code")) << "no key";
}

TEST_F(Web, PagesOfOtherSitesAskTheRules) {
  const std::string rules =
      "<CORSConfiguration><CORSRule><AllowedMethod>PUT</AllowedMethod><AllowedOrigin>http://*.example.com</"
      "AllowedOrigin>"
      "<AllowedHeader>x-amz-*</AllowedHeader><ExposeHeader>ETag</ExposeHeader></CORSRule>"
      "<CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>";
  const auto ask = [&](const std::string& origin, const std::string& method, const std::string& headers) {
    aws::HttpRequest request;
    request.method = "OPTIONS";
    request.target = "/bucket/key";
    request.headers.add("Host", "localhost:4566");
    request.headers.add("Origin", origin);
    request.headers.add("Access-Control-Request-Method", method);
    if (!headers.empty()) request.headers.add("Access-Control-Request-Headers", headers);
    const auto verdict = run(web_->judge_cors(request));
    EXPECT_TRUE(verdict.s3);
    return web_->preflight(request, verdict);
  };
  EXPECT_EQ(403, ask("http://a.example.com", "GET", "").status) << "nothing is configured";
  ASSERT_EQ(200, put("/bucket?cors", rules).status);
  const auto put_answer = ask("http://a.example.com", "PUT", "X-Amz-Date");
  EXPECT_EQ(200, put_answer.status);
  EXPECT_EQ("http://a.example.com", put_answer.headers.get("Access-Control-Allow-Origin"));
  EXPECT_EQ("x-amz-date", put_answer.headers.get("Access-Control-Allow-Headers"));
  EXPECT_EQ("*", ask("http://b.org", "GET", "").headers.get("Access-Control-Allow-Origin"));
  EXPECT_EQ(403, ask("http://b.org", "PUT", "").status);
  EXPECT_EQ(403, ask("http://a.example.com", "PUT", "Content-Type").status);
}

TEST_F(Web, SitesHaveIndexErrorsAndRedirects) {
  ASSERT_EQ(200, put("/site", "").status);
  Answer none = browse("site.s3-website.localhost:4566", "/");
  EXPECT_EQ(404, none.status) << "no website is configured";
  EXPECT_EQ("NoSuchWebsiteConfiguration", none.header("x-amz-error-code"));
  EXPECT_NE(std::string::npos, none.body.find("<li>BucketName: site</li>")) << none.body;
  send("DELETE", "/site?publicAccessBlock");
  put("/site?policy",
      R"({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject", "s3:ListBucket"],
                          "Resource": ["arn:aws:s3:::site/*", "arn:aws:s3:::site"]}]})");
  put("/site/index.html", "home");
  put("/site/docs/index.html", "docs");
  put("/site/oops.html", "oops");
  const std::string website =
      "<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument><ErrorDocument><Key>oops.html</"
      "Key>"
      "</ErrorDocument><RoutingRules><RoutingRule><Condition><KeyPrefixEquals>old/</KeyPrefixEquals></"
      "Condition><Redirect>"
      "<ReplaceKeyPrefixWith>new/</ReplaceKeyPrefixWith></Redirect></RoutingRule></RoutingRules></"
      "WebsiteConfiguration>";
  ASSERT_EQ(200, put("/site?website", website).status);
  const std::string host = "site.s3-website-us-east-1.amazonaws.com";
  EXPECT_EQ("home", browse(host, "/").body);
  EXPECT_EQ("docs", browse(host, "/docs/").body);
  Answer folder = browse(host, "/docs");
  EXPECT_EQ(302, folder.status);
  EXPECT_EQ("/docs/", folder.header("Location"));
  Answer missing = browse(host, "/missing");
  EXPECT_EQ(404, missing.status);
  EXPECT_EQ("oops", missing.body);
  Answer moved = browse(host, "/old/a");
  EXPECT_EQ(301, moved.status);
  EXPECT_EQ("http://" + host + "/new/a", moved.header("Location"));
}

}  // namespace
}  // namespace cloudling::s3
