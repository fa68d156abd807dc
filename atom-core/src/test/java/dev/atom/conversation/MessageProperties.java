package dev.atom.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atom.json.Json;
import dev.atom.json.JsonException;
import dev.atom.model.Media;
import dev.atom.model.Part;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MessageProperties {
  @Property
  void comesBackFromItsStoredForm(@ForAll("messages") Message message) {
    Message read = Message.fromJson(Json.parseObject(message.toJson().toString()));
    assertThat(read).isEqualTo(message).hasSameHashCodeAs(message);
    assertThat(read.text()).isEqualTo(message.text());
  }

  @Property
  void unknownMembersArePassedOver(@ForAll("messages") Message message) {
    Json.Obj more = message.toJson().toBuilder().put("later", List.of(Json.of(1))).build();
    assertThat(Message.fromJson(more)).isEqualTo(message);
    for (Part part : message.parts()) {
      assertThat(Part.fromJson(part.toJson().toBuilder().put("later", 1).build())).isEqualTo(part);
    }
  }

  @Property
  void nothingShowsItsContentInToString(@ForAll("parts") Part part) {
    assertThat(part.toString() + List.of(part)).doesNotContain("confidential");
  }

  @Example
  void faultsNameThePath() {
    assertThat(path("{}")).isEqualTo("/id");
    assertThat(path(message("{\"type\":\"text\"}"))).isEqualTo("/parts/0/text");
    assertThat(path(message("{\"type\":\"hologram\"}"))).isEqualTo("/parts/0/type");
    assertThat(path(message("3"))).isEqualTo("/parts/0");
    assertThat(path(message("{\"type\":\"image\",\"media\":{\"type\":\"a/b\",\"base64\":\"%\"}}")))
        .isEqualTo("/parts/0/media/base64");
    assertThat(path(message("{\"type\":\"image\",\"media\":{\"uri\":\":\"}}")))
        .isEqualTo("/parts/0/media/uri");
    assertThat(path(message("{\"type\":\"file\",\"media\":{}}"))).isEqualTo("/parts/0/media");
    String result =
        "{\"type\":\"tool_result\",\"callId\":\"1\",\"name\":\"t\",\"failed\":%s,\"content\":[%s]}";
    assertThat(path(message(String.format(result, "false", "{\"type\":\"refusal\"}"))))
        .isEqualTo("/parts/0/content/0/text");
    assertThat(path(message(String.format(result, "\"no\"", "")))).isEqualTo("/parts/0/failed");
    assertThat(path(message(""))).isEqualTo("/parts");
  }

  private static String message(String part) {
    return "{\"id\":\"m\",\"author\":{\"kind\":\"PERSON\",\"id\":\"a\"},\"at\":\"2026-01-01T00:00:00Z\",\"parts\":["
        + part
        + "]}";
  }

  private static String path(String text) {
    return catchThrowableOfType(JsonException.class, () -> Message.fromJson(Json.parseObject(text)))
        .path();
  }

  @Provide
  Arbitrary<Message> messages() {
    Arbitrary<Instant> times =
        Arbitraries.longs()
            .between(0, 4_000_000_000L)
            .map(seconds -> Instant.ofEpochSecond(seconds, seconds % 1_000_000_000));
    Arbitrary<Author> authors =
        Arbitraries.of(Author.Kind.values()).map(kind -> new Author(kind, "x"));
    return Combinators.combine(
            authors, times, parts().list().ofMinSize(1).ofMaxSize(4), texts().optional())
        .as(
            (author, at, parts, nativeId) -> {
              Message message = Message.of("m", author, at, parts);
              return nativeId.map(message::nativeId).orElse(message);
            });
  }

  @Provide
  Arbitrary<Part> parts() {
    Arbitrary<Media> media =
        Arbitraries.oneOf(
            Arbitraries.bytes().array(byte[].class).map(bytes -> Media.inline("image/png", bytes)),
            Arbitraries.of("https://x.example/confidential?a=1%20b")
                .map(u -> Media.remote(URI.create(u))),
            Arbitraries.just(new Media.Uploaded("file-1")));
    Arbitrary<Optional<Part.ProviderState>> states =
        Arbitraries.of(
                Json.NULL, Json.object().put("signature", "confidential").build(), Json.of("x"))
            .map(data -> new Part.ProviderState("anthropic", data))
            .optional();
    Arbitrary<Part> leaves =
        Arbitraries.oneOf(
            texts().map(Part::text),
            texts()
                .map(
                    t ->
                        new Part.Text(
                            t, List.of(new Part.Citation("confidential", Optional.of(t), 0, 1)))),
            Combinators.combine(media, texts().optional()).as(Part.Image::new),
            Combinators.combine(media, texts().optional()).as(Part.Audio::new),
            Combinators.combine(media, texts().optional()).as(Part.File::new),
            Combinators.combine(texts(), states).as((t, s) -> new Part.ToolCall("1", "t", t, s)),
            Combinators.combine(texts(), states).as(Part.Reasoning::new),
            texts().map(Part.Refusal::new));
    Arbitrary<Part> results =
        Combinators.combine(leaves.list().ofMaxSize(3), Arbitraries.of(true, false))
            .as((content, failed) -> new Part.ToolResult("1", "t", content, failed));
    return Arbitraries.oneOf(leaves, results);
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings().ofMaxLength(20).map(text -> "confidential" + text);
  }
}
