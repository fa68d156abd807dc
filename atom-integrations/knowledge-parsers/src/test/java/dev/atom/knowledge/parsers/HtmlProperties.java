package dev.atom.knowledge.parsers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HtmlProperties {
  private final DocumentParsers parsers = DocumentParsers.ofAll();

  @Property(tries = 500)
  void anyBytesHaveAnOutcome(@ForAll byte[] content) {
    switch (parsers.parse("a.html", content)) {
      case ParseOutcome.Parsed parsed ->
          assertThat(parsed.document().source("a.html").text()).isNotBlank();
      case ParseOutcome.Refused refused ->
          assertThat(refused.reason())
              .isIn(ParseOutcome.Reason.NO_TEXT, ParseOutcome.Reason.BROKEN);
    }
  }

  @Property(tries = 500)
  void everyWordOutsideOfDroppedPartsIsKeptInItsOrder(@ForAll("pieces") List<String> pieces) {
    String html = String.join("", pieces);
    String expected = html.replaceAll("<[^>]*>", " ").replaceAll("[^w0-9]+", " ").strip();
    ParseOutcome outcome = parsers.parse("a.html", (html + " w99").getBytes(UTF_8));
    assertThat(outcome).isInstanceOf(ParseOutcome.Parsed.class);
    String text = ((ParseOutcome.Parsed) outcome).document().text();
    assertThat(text.replaceAll("[^w0-9]+", " ").strip()).isEqualTo((expected + " w99").strip());
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    String[] tags = {
      "<p>", "</p>", "<div>", "</div>", "<h1>", "</h1>", "<h3>", "</h3>", "<ul>", "</ul>", "<li>",
      "</li>", "<br>", "<b>", "</b>", "<pre>", "</pre>", "<dl>", "<dt>", "<dd>", "</dl>",
          "<section>"
    };
    Arbitrary<String> words = Arbitraries.integers().between(0, 98).map(n -> " w" + n + " ");
    return Arbitraries.oneOf(Arbitraries.of(tags), words).list().ofMaxSize(30);
  }
}
