package dev.atom.providers.openai;

import static dev.atom.providers.openai.OperationServer.body;
import static dev.atom.providers.openai.OperationServer.form;
import static dev.atom.providers.openai.OperationServer.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ImageRequest;
import dev.atom.model.Images;
import dev.atom.model.MalformedReply;
import dev.atom.model.Media;
import dev.atom.providers.fixtures.ApiDescription;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("not recorded: pictures, as OpenAI describes them")
class ImagesTest {
  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 1};
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
  private final OperationServer server = new OperationServer();

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private static String reply(byte[] picture) {
    return """
        {"created":1713833628,"data":[{"b64_json":"%s","revised_prompt":"A calm lake"}],
         "output_format":"png","usage":{"total_tokens":100,"input_tokens":40,"output_tokens":60,
           "input_tokens_details":{"text_tokens":10,"image_tokens":30}}}
        """
        .formatted(Base64.getEncoder().encodeToString(picture));
  }

  @Test
  void pictureComesWithItsTypeAndUsage() {
    server.json(reply(JPEG));
    Images read =
        server
            .openAi()
            .images("gpt-image-1")
            .create(ImageRequest.of("A lake"), CallContext.create());
    assertThat(read.first()).isEqualTo(Media.inline("image/jpeg", JPEG));
    assertThat(read.images().get(0).revisedPrompt()).contains("A calm lake");
    assertThat(read.usage().inputTokens()).isEqualTo(40);
    assertThat(read.usage().outputTokens()).isEqualTo(60);
    assertThat(read.raw().toString()).contains("1713833628").doesNotContain("b64_json\":\"");
    assertThat(body(server.take()))
        .isEqualTo(Json.parse("{\"model\":\"gpt-image-1\",\"prompt\":\"A lake\"}"));
  }

  @Test
  void everythingAskedIsSentAndDescribed() {
    server.json(reply(PNG));
    ImageRequest request =
        ImageRequest.newBuilder("A lake")
            .count(2)
            .size("1536x1024")
            .format("webp")
            .background("transparent")
            .quality("high")
            .extra(Json.object().put("moderation", "low").build())
            .build();
    server.openAi().images("gpt-image-1").create(request, CallContext.create());
    TestServer.Received sent = server.take();
    assertThat(path(sent)).isEqualTo("/v1/images/generations");
    assertThat(body(sent))
        .isEqualTo(
            Json.parse(
                """
                {"model":"gpt-image-1","prompt":"A lake","n":2,"size":"1536x1024",
                 "output_format":"webp","background":"transparent","quality":"high",
                 "moderation":"low"}
                """));
    assertThat(ApiDescription.of("openai").violations("POST", path(sent), body(sent))).isEmpty();
  }

  @Test
  void olderModelsAreAskedForBytesAndMayGiveAnAddress() {
    server.json("{\"data\":[{\"url\":\"https://files.example/1.png\"}]}");
    Images read =
        server.openAi().images("dall-e-3").create(ImageRequest.of("A lake"), CallContext.create());
    assertThat(read.first()).isEqualTo(Media.remote(URI.create("https://files.example/1.png")));
    assertThat(body(server.take()).text("response_format")).contains("b64_json");
  }

  @Test
  void picturesAreEditedAsAForm() {
    server.json(reply(PNG));
    ImageRequest request =
        ImageRequest.newBuilder("Add a boat")
            .images(
                List.of(
                    Media.inline("image/png", new byte[] {'a'}),
                    Media.inline("image/jpeg", new byte[] {'b'})))
            .mask(Media.inline("image/png", new byte[] {'c'}))
            .build();
    server.openAi().images("gpt-image-1").create(request, CallContext.create());
    TestServer.Received sent = server.take();
    assertThat(path(sent)).isEqualTo("/v1/images/edits");
    assertThat(form(sent).stream().map(f -> f.name() + "=" + f.value()))
        .containsExactly(
            "model=gpt-image-1", "prompt=Add a boat", "image[]=a", "image[]=b", "mask=c");
    assertThat(form(sent).stream().flatMap(f -> f.file().stream()))
        .containsExactly("image0.png", "image1.jpeg", "mask.png");
  }

  @Test
  void editOfAnAddressIsRefused() {
    ImageRequest request =
        ImageRequest.newBuilder("Add a boat")
            .images(List.of(Media.remote(URI.create("https://files.example/1.png"))))
            .build();
    assertThatExceptionOfType(CapabilityMissing.class)
        .isThrownBy(
            () -> server.openAi().images("gpt-image-1").create(request, CallContext.create()));
    assertThat(server.socket().waiting()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"data\":[]}", "{\"data\":[{}]}", "{\"data\":[{\"b64_json\":\"!\"}]}"})
  void replyWithoutAPictureIsAFailure(String reply) {
    server.json(reply);
    assertThatExceptionOfType(MalformedReply.class)
        .isThrownBy(
            () ->
                server
                    .openAi()
                    .images("gpt-image-1")
                    .create(ImageRequest.of("A lake"), CallContext.create()));
  }
}
