#include "text/template_book.h"

#include <gtest/gtest.h>

namespace sipwhy {
namespace {

TEST(TemplateBookTest, FillsTheTemplateOfThatName) {
  TemplateBook book("en");
  book.Add("seen", "{code} is {what}");
  EXPECT_EQ(book.Fill("seen", {{"what", "busy"}, {"code", "486"}}), "486 is busy");
  EXPECT_EQ(book.Fill("see", {}), std::nullopt);
}

TEST(TemplateBookTest, AVariantWithoutItsTemplateIsNone) {
  TemplateBook book("en");
  book.Add("rows[one]", "a row");
  EXPECT_EQ(book.Fill("rows", {{"count", "1"}}), std::nullopt);
}

TEST(TemplateBookTest, CountsChooseTheirPluralCategoryInTheLanguage) {
  TemplateBook russian("ru");
  russian.Add("rows", "{count} строк");
  russian.Add("rows[one]", "{count} строка");
  russian.Add("rows[few]", "{count} строки");
  EXPECT_EQ(russian.Fill("rows", {{"count", "1"}}), "1 строка");
  EXPECT_EQ(russian.Fill("rows", {{"count", "3"}}), "3 строки");
  EXPECT_EQ(russian.Fill("rows", {{"count", "5"}}), "5 строк");
  EXPECT_EQ(russian.Fill("rows", {{"count", "21"}}), "21 строка");
  EXPECT_EQ(russian.Fill("rows", {{"count", "many"}}), "many строк");
  EXPECT_EQ(russian.Fill("rows", {}), "{count} строк");
}

TEST(TemplateBookTest, AMadeUpLanguageCountsAsTheRootLocaleDoes) {
  TemplateBook book("qtz");
  book.Add("rows", "{count} zor");
  book.Add("rows[other]", "{count} zoroth");
  EXPECT_EQ(book.Fill("rows", {{"count", "1"}}), "1 zoroth");
}

TEST(TemplateBookTest, CodesChooseTheVariantWithTheMostOfTheirDigits) {
  TemplateBook book("en");
  book.Add("said", "{code}");
  book.Add("said[4xx]", "{code} of 4xx");
  book.Add("said[486]", "{code} itself");
  book.Add("said[xx1]", "{code} in one");
  EXPECT_EQ(book.Fill("said", {{"code", "486"}}), "486 itself");
  EXPECT_EQ(book.Fill("said", {{"code", "480"}}), "480 of 4xx");
  EXPECT_EQ(book.Fill("said", {{"code", "301"}}), "301 in one");
  EXPECT_EQ(book.Fill("said", {{"code", "302"}}), "302");
  EXPECT_EQ(book.Fill("said", {{"code", "4860"}}), "4860");
}

}  // namespace
}  // namespace sipwhy
