package dev.atom.providers.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a template reads is what the parser would read, and what it can't it leaves alone. */
class EventTemplateProperties {
  private static final Set<String> IGNORED = Set.of("seq", "pad");

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ascii().ofMaxLength(30),
        Arbitraries.strings().ofMaxLength(30),
        Arbitraries.of("", "\n", "\"", "\\", "\\n", "a\"b", "π", "😀", "\u2028", "\u0000", "\t"));
  }

  private static String event(int seq, String text, String pad, String fixed) {
    return Json.object()
        .put("seq", seq)
        .put("a", Json.object().put("deep", Json.object().put("text", text).build()).build())
        .put("fixed", fixed)
        .put("pad", pad)
        .build()
        .toString();
  }

  private static Optional<EventTemplate> template(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return EventTemplate.of("message", bytes, 0, bytes.length, "text", IGNORED);
  }

  private static Optional<String> match(EventTemplate template, byte[] bytes) {
    byte[] framed =
        ("[[" + new String(bytes, StandardCharsets.ISO_8859_1) + "]]")
            .getBytes(StandardCharsets.ISO_8859_1);
    return Optional.ofNullable(template.match("message", framed, 2, framed.length - 2));
  }

  @Property
  void textIsTheParsersOrLeftToIt(
      @ForAll("texts") String first,
      @ForAll("texts") String second,
      @ForAll("texts") String pad,
      @ForAll int seq) {
    EventTemplate template = template(event(Math.abs(seq / 2), first, "x", "f")).orElseThrow();
    String json = event(Math.abs(seq / 3), second, pad, "f");
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    String parsed =
        ((Json.Str) Json.parse(new String(bytes, StandardCharsets.UTF_8)).at("/a/deep/text").get())
            .value();
    match(template, bytes).ifPresent(text -> assertThat(text).isEqualTo(parsed));
    boolean plain = second.chars().allMatch(c -> c >= ' ' && c != '\\');
    boolean plainPad = pad.chars().allMatch(c -> c >= ' ' && c != '\\');
    if (plain && plainPad && StandardCharsets.UTF_8.newEncoder().canEncode(second + pad)) {
      assertThat(match(template, bytes)).contains(second);
    }
  }

  @Property
  void eventThatDiffersElsewhereIsLeftToTheParser(
      @ForAll("texts") String text, @ForAll("texts") String fixed) {
    EventTemplate template = template(event(1, "t", "p", "f")).orElseThrow();
    byte[] bytes = event(1, text, "p", fixed).getBytes(StandardCharsets.UTF_8);
    if (!fixed.equals("f")) {
      assertThat(match(template, bytes)).isEmpty();
    }
  }

  @Property
  void anyChangedByteIsReadAsTheParserReadsItOrLeftToIt(
      @ForAll("texts") String text, @ForAll int place, @ForAll byte changed) {
    EventTemplate template = template(event(7, "t", "p", "f")).orElseThrow();
    byte[] bytes = event(7, text, "p", "f").getBytes(StandardCharsets.UTF_8);
    bytes[Math.floorMod(place, bytes.length)] = changed;
    Optional<String> read = match(template, bytes);
    if (read.isPresent()) {
      Json json = Json.parse(new String(bytes, StandardCharsets.UTF_8));
      assertThat(json.at("/a/deep/text")).contains(Json.of(read.get()));
    }
  }

  @Property
  void blanksBetweenTheLastBracketsDoNotMatter(
      @ForAll("texts") String text, @ForAll("texts") String behind) {
    EventTemplate template =
        template("{\"type\":\"delta\",\"delta\":{\"text\":\"a\"}   }").orElseThrow();
    String start = "{\"type\":\"delta\",\"delta\":{\"text\":";
    for (String end : new String[] {"}}", "}       }", "} } ", "}" + behind + "}"}) {
      byte[] bytes = (start + Json.of(text) + end).getBytes(StandardCharsets.UTF_8);
      Optional<String> read = match(template, bytes);
      if (read.isPresent()) {
        Json json = Json.parse(new String(bytes, StandardCharsets.UTF_8));
        assertThat(json.at("/delta/text")).contains(Json.of(read.get()));
      }
    }
    byte[] padded = (start + "\"b\"}         }").getBytes(StandardCharsets.UTF_8);
    assertThat(match(template, padded)).contains("b");
    byte[] cut = (start + "\"b\"}").getBytes(StandardCharsets.UTF_8);
    assertThat(match(template, cut)).isEmpty();
  }

  @Property
  void twoTextsMakeNoTemplate(@ForAll("texts") String text) {
    String json = Json.object().put("text", text).put("x", 1).build().toString();
    String twice = "{\"one\":" + json + ",\"two\":" + json + "}";
    assertThat(template(twice)).isEmpty();
  }

  @Property
  void eventWhoseMembersHaveEscapedNamesMakesNoTemplate(@ForAll("texts") String text) {
    String json =
        "{\"other\":{\"text\":" + Json.of(text) + "},\"delta\":{\"te\\u0078t\":\"said\"}}";
    assertThat(template(json)).isEmpty();
  }
}
