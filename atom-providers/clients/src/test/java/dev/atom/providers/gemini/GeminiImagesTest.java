package dev.atom.providers.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ContentRefused;
import dev.atom.model.ImageModel;
import dev.atom.model.ImageRequest;
import dev.atom.model.Images;
import dev.atom.model.MalformedReply;
import dev.atom.model.Media;
import dev.atom.model.ModelRef;
import dev.atom.model.RateLimited;
import dev.atom.model.Warning;
import dev.atom.providers.fixtures.ApiDescription;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.providers.openai.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("not recorded: pictures, as Google describes them")
class GeminiImagesTest {
  private static final String DRAWN =
      """
      {"candidates":[{"content":{"parts":[{"text":"Here"},
        {"inlineData":{"mimeType":"image/png","data":"BAUG"},"thought":true},
        {"inlineData":{"mimeType":"image/png","data":"AQID"},"thoughtSignature":"c2ln"}]},
        "finishReason":"STOP"}],"modelVersion":"gemini-2.5-flash-image-001",
        "usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":1290}}
      """;

  private final TestServer server = new TestServer();
  private final ImageModel images =
      GeminiTestGround.provider(server).images("gemini-2.5-flash-image");

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  private Images draw(String answer, ImageRequest request) {
    server.answer(200, "application/json", answer);
    return images.create(request, CallContext.create());
  }

  private Json.Obj sent() throws InterruptedException {
    TestServer.Received received = server.take();
    String path = "models/gemini-2.5-flash-image:generateContent";
    assertThat(received.line()).isEqualTo("POST /v1/" + path + " HTTP/1.1");
    Json.Obj body = Json.parseObject(received.body());
    assertThat(ApiDescription.of("gemini").violations("POST", "/v1beta/" + path, body)).isEmpty();
    return body;
  }

  @Test
  void pictureComesWithItsTypeAndUsageAndNoDraft() throws Exception {
    Images drawn = draw(DRAWN, ImageRequest.of("A cat"));
    assertThat(drawn.images()).hasSize(1);
    assertThat(drawn.first()).isEqualTo(Media.inline("image/png", new byte[] {1, 2, 3}));
    assertThat(drawn.model()).isEqualTo(new ModelRef("gemini", "gemini-2.5-flash-image-001"));
    assertThat(drawn.usage().outputTokens()).isEqualTo(1290);
    assertThat(drawn.warnings()).isEmpty();
    assertThat(drawn.raw().toString()).contains("image/png", "c2ln").doesNotContain("AQID");
    assertThat(sent().at("/generationConfig"))
        .contains(Json.parse("{\"responseModalities\":[\"IMAGE\"]}"));
  }

  @Test
  void picturesGivenSizeAndTheHostsOwnMembersAreSent() throws Exception {
    ImageRequest request =
        ImageRequest.newBuilder("Add a hat")
            .images(List.of(Media.inline("image/jpeg", new byte[] {1})))
            .size("16:9 2K")
            .extra(Json.parseObject("{\"generationConfig\":{\"seed\":7}}"))
            .build();
    draw(DRAWN, request);
    Json.Obj body = sent();
    assertThat(body.at("/generationConfig"))
        .contains(
            Json.parse(
                "{\"responseModalities\":[\"IMAGE\"],\"imageConfig\":{\"aspectRatio\":\"16:9\","
                    + "\"imageSize\":\"2K\"},\"seed\":7}"));
    assertThat(body.at("/contents/0/parts/0/inlineData/mimeType")).contains(Json.of("image/jpeg"));
    assertThat(body.at("/contents/0/parts/1/text")).contains(Json.of("Add a hat"));
  }

  @Test
  void whatGeminiHasNoWordForIsWarnedOf() throws Exception {
    ImageRequest request =
        ImageRequest.newBuilder("A cat")
            .format("webp")
            .background("transparent")
            .quality("high")
            .build();
    assertThat(draw(DRAWN, request).warnings())
        .hasSize(3)
        .extracting(Warning::code)
        .containsOnly("ignored_parameter");
    assertThat(sent().toString()).doesNotContain("webp", "transparent", "high");
  }

  @Test
  void maskAndSeveralPicturesAreRefusedBeforeTheyAreSent() {
    Media picture = Media.inline("image/png", new byte[] {1});
    ImageRequest masked =
        ImageRequest.newBuilder("A hat").images(List.of(picture)).mask(picture).build();
    assertThatExceptionOfType(CapabilityMissing.class).isThrownBy(() -> draw(DRAWN, masked));
    ImageRequest several = ImageRequest.newBuilder("Cats").count(2).build();
    assertThatExceptionOfType(CapabilityMissing.class)
        .isThrownBy(() -> draw(DRAWN, several))
        .withMessageContaining("2");
    assertThat(server.waiting()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "SAFETY"})
  void pictureHeldBackIsContentRefused(String reason) {
    String answer =
        "{\"candidates\":[{\"finishReason\":\""
            + reason
            + "\",\"finishMessage\":\"Unable to show the image\"}],"
            + "\"usageMetadata\":{\"promptTokenCount\":3}}";
    assertThatExceptionOfType(ContentRefused.class)
        .isThrownBy(() -> draw(answer, ImageRequest.of("A cat")))
        .withMessageContaining("Unable to show")
        .satisfies(e -> assertThat(e.failure().providerCode()).contains(reason));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"candidates\":[{\"finishReason\":\"NO_IMAGE\"}]}",
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"No\"}]},\"finishReason\":\"STOP\"}]}"
      })
  void replyWithoutAPictureIsAFailure(String answer) {
    assertThatExceptionOfType(MalformedReply.class)
        .isThrownBy(() -> draw(answer, ImageRequest.of("A cat")));
  }

  @Test
  void failuresAreThoseOfAChat() {
    GeminiTestGround.serve(
        server,
        Recordings.of("gemini", "error").stream().filter(e -> e.status() == 429).toList().get(0),
        1000);
    assertThatExceptionOfType(RateLimited.class)
        .isThrownBy(() -> images.create(ImageRequest.of("A cat"), CallContext.create()));
  }
}
