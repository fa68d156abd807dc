package dev.atom.knowledge.parsers;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.knowledge.SourceDocument;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;

class HtmlParserTest {
  @Test
  void headingsStayHeadingsAndParagraphsStandApart() {
    assertThat(text("<h1>Refunds</h1><p>Ten <b>days</b>.<div>By\n bank.</div><h3>How\n long</h3>x"))
        .isEqualTo("# Refunds\n\nTen days.\n\nBy bank.\n\n### How long\n\nx");
  }

  @Test
  void whatIsNoTextIsDropped() {
    assertThat(
            text(
                "<nav>Menu</nav><script>run()</script><style>p{}</style><p hidden>no</p>"
                    + "<div role=navigation>no</div><template>no</template><!-- no --><p>yes"))
        .isEqualTo("yes");
  }

  @Test
  void entitiesAreDecodedAndSpacesAreOne() {
    assertThat(text("<p>caf&eacute;&nbsp;&amp;\n\t tea &#x1F600; so&shy;ft &#0; &#xD800;</p>"))
        .isEqualTo("caf\u00E9 & tea \uD83D\uDE00 soft \uFFFD \uFFFD");
  }

  @Test
  void itemsRowsAndLinesStandOnLines() {
    assertThat(text("<ul><li>a<ul><li><p>b</p></ul><li>c</ul>d<br>e"))
        .isEqualTo("- a\n- b\n- c\n\nd\ne");
    assertThat(text("<table><tr><th>a <th>b<tr><td><p>1</p><td></td><td>2</table>"))
        .isEqualTo("a | b\n1 | 2");
  }

  @Test
  void codeKeepsItsLinesAndGivesNoHeading() {
    assertThat(text("<pre># comment\n  x = 1</pre>")).isEqualTo("```\n# comment\n  x = 1\n```");
    assertThat(text("<pre>```</pre>")).isEqualTo("````\n```\n````");
  }

  @Test
  void whatLooksLikeAHeadingIsEscaped() {
    assertThat(text("<p># one</p><p>two<br>---</p><p>#three</p><p>```</p>"))
        .isEqualTo("\\# one\n\ntwo\n\\---\n\n#three\n\n\\```");
  }

  @Test
  void isTitledByTitleThenHeadingThenName() {
    assertThat(parse("<title> A \n title </title><h1>H</h1>").title()).isEqualTo("A title");
    assertThat(parse("<h1>A <i>heading</i></h1>x").title()).isEqualTo("A heading");
    assertThat(parse("x").title()).isEqualTo("page");
    assertThat(parse("x").format()).isEqualTo(SourceDocument.Format.MARKDOWN);
    assertThat(parse("x").pageAt(0)).isEmpty();
  }

  @Test
  void theCharsetIsThatOfMarkThenHeaderThenMetaThenBytes() {
    Charset russian = Charset.forName("windows-1251");
    String word = "\u0434\u043E\u043C";
    String lie = "<meta charset=koi8-r>" + word;
    assertThat(text(("\uFEFF" + lie).getBytes(UTF_8), "text/html; charset=koi8-r")).isEqualTo(word);
    assertThat(text(("\uFEFF" + lie).getBytes(UTF_16LE), "")).isEqualTo(word);
    assertThat(text(lie.getBytes(russian), "text/html;charset=\"Windows-1251\"")).isEqualTo(word);
    assertThat(text(("<meta charset=windows-1251>" + word).getBytes(russian), "")).isEqualTo(word);
    assertThat(text(word.getBytes(UTF_8), "text/html; charset=no-such")).isEqualTo(word);
    assertThat(text(("<meta charset=utf-16>" + word).getBytes(UTF_8), "")).isEqualTo(word);
    assertThat(text(("<html>" + word).getBytes(UTF_16LE), "")).isEqualTo(word);
  }

  @Test
  void whatIsNoUtf8AndSaysNothingIsWestern() {
    byte[] quoted = {(byte) 0x93, 'c', 'a', 'f', (byte) 0xE9, (byte) 0x94};
    assertThat(text(quoted, "")).isEqualTo("\u201Ccaf\u00E9\u201D");
    assertThat(text(quoted, "text/html; charset=iso-8859-1")).isEqualTo("\u201Ccaf\u00E9\u201D");
  }

  @Test
  void aPageIsKnownByItsBeginning() {
    byte[] page = "\n<!-- x -->\n<!DOCTYPE html><p>text".getBytes(UTF_8);
    assertThat(DocumentParsers.ofAll().parse("page", page)).isInstanceOf(ParseOutcome.Parsed.class);
  }

  private static String text(String html) {
    return parse(html).text();
  }

  private static String text(byte[] html, String contentType) {
    return document(DocumentParsers.ofAll().parse("page.html", html, contentType)).text();
  }

  private static ParsedDocument parse(String html) {
    return document(DocumentParsers.ofAll().parse("page.html", html.getBytes(UTF_8)));
  }

  private static ParsedDocument document(ParseOutcome outcome) {
    return switch (outcome) {
      case ParseOutcome.Parsed parsed -> parsed.document();
      case ParseOutcome.Refused refused -> throw new AssertionError(refused);
    };
  }
}
