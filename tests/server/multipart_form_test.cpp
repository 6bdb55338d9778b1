#include "server/multipart_form.h"

#include <gtest/gtest.h>

namespace cloudling::server {
namespace {

const std::string kForm =
    "--b0\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\ndog.png\r\n"
    "--b0\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a;b.png\"\r\nContent-Type: image/png\r\n\r\n"
    "\x89PNG\r\n--b\r\n--b0--\r\n";

TEST(FormBoundary, IsReadFromTheContentType) {
  EXPECT_EQ(form_boundary("multipart/form-data; boundary=b0"), "b0");
  EXPECT_EQ(form_boundary("Multipart/Form-Data; charset=utf-8; boundary=\"b 0\""), "b 0");
  EXPECT_EQ(form_boundary("multipart/form-data"), std::nullopt);
  EXPECT_EQ(form_boundary("multipart/form-data; boundary="), std::nullopt);
  EXPECT_EQ(form_boundary("multipart/mixed; boundary=b0"), std::nullopt);
  EXPECT_EQ(form_boundary("multipart/form-data; boundary=" + std::string(71, 'x')), std::nullopt);
}

TEST(ParseForm, GivesNamesFilenamesAndContents) {
  const auto fields = parse_form(kForm, "b0");
  ASSERT_TRUE(fields);
  ASSERT_EQ(fields->size(), 2u);
  EXPECT_EQ((*fields)[0].name, "key");
  EXPECT_EQ((*fields)[0].content, "dog.png");
  EXPECT_FALSE((*fields)[0].filename);
  EXPECT_EQ((*fields)[1].filename, "a;b.png");
  EXPECT_EQ((*fields)[1].content_type, "image/png");
  EXPECT_EQ((*fields)[1].content, "\x89PNG\r\n--b");
  EXPECT_TRUE((*fields)[1].complete);
}

TEST(ParseForm, ReadsTheBeginningOfAForm) {
  for (size_t length = 0; length < kForm.size(); ++length) {
    const auto fields = parse_form(std::string_view(kForm).substr(0, length), "b0");
    if (!fields) continue;
    for (size_t i = 0; i + 1 < fields->size(); ++i) EXPECT_TRUE((*fields)[i].complete) << length;
  }
}

TEST(ParseForm, RefusesWhatIsNoForm) {
  EXPECT_FALSE(parse_form("", "b0"));
  EXPECT_FALSE(parse_form("hello", "b0"));
  EXPECT_FALSE(parse_form("--b0\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b0--\r\n", "b0"));
  EXPECT_FALSE(parse_form("--b0\r\nno colon\r\n\r\nx\r\n--b0--\r\n", "b0"));
}

}  // namespace
}  // namespace cloudling::server
