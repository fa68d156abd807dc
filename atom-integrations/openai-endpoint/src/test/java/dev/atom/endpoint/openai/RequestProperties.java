package dev.atom.endpoint.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.json.JsonSchema;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import dev.atom.model.Media;
import dev.atom.model.Part;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Tool;
import dev.atom.model.ToolChoice;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.providers.Trait;
import dev.atom.secret.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What Atom's own client sends to the endpoint is what the model behind it is asked. */
class RequestProperties {
  private static final MockModel MODEL =
      MockModel.newBuilder().otherwise(request -> MockReply.text("ok")).build();
  private static final JsonSchema CITY =
      JsonSchema.parse(
          """
          {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"],
           "additionalProperties": false}""");

  private static TestEndpoint endpoint;
  private static ChatModel client;

  @BeforeContainer
  static void start() {
    endpoint = TestEndpoint.start(b -> b.chat("m", MODEL));
    client =
        Provider.of(
                Profiles.compatible("openai", endpoint.base()).toBuilder()
                    .trait(Trait.CACHE_KEY)
                    .trait(Trait.ECHO_REASONING)
                    .allowPlainHttp()
                    .build(),
                ref -> Optional.of(Secret.of(TestEndpoint.KEY)))
            .chat("m");
  }

  @AfterContainer
  static void stop() {
    endpoint.close();
  }

  @Property(tries = 200)
  void arriveAsTheyWere(@ForAll long seed) {
    ChatRequest sent = request(new Random(seed));

    client.chat(sent);

    ChatRequest met = MODEL.lastRequest();
    assertThat(met.messages()).isEqualTo(sent.messages());
    assertThat(met.tools()).isEqualTo(sent.tools());
    assertThat(met.toolChoice()).isEqualTo(sent.toolChoice());
    assertThat(met.parallelTools()).isEqualTo(sent.parallelTools());
    assertThat(met.format()).isEqualTo(sent.format());
    assertThat(met.maxOutputTokens()).isEqualTo(sent.maxOutputTokens());
    assertThat(met.temperature()).isEqualTo(sent.temperature());
    assertThat(met.topP()).isEqualTo(sent.topP());
    assertThat(met.stop()).isEqualTo(sent.stop());
    assertThat(met.reasoningEffort()).isEqualTo(sent.reasoningEffort());
    assertThat(met.cacheKey()).isEqualTo(sent.cacheKey());
    assertThat(met.extra()).isEqualTo(sent.extra());
    assertThat(met.model()).isEmpty();
  }

  private static ChatRequest request(Random random) {
    ChatRequest.Builder request = ChatRequest.newBuilder();
    if (random.nextBoolean()) {
      request.message(ChatMessage.system(text(random)));
    }
    int turns = 1 + random.nextInt(4);
    for (int i = 0; i < turns; i++) {
      turn(random, i, request);
    }
    settings(random, request);
    return request.build();
  }

  private static void turn(Random random, int number, ChatRequest.Builder request) {
    List<Part> asked = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      asked.add(input(random));
    }
    request.message(ChatMessage.user(asked));
    List<Part> said = new ArrayList<>();
    if (random.nextBoolean()) {
      said.add(new Part.Reasoning(text(random), Optional.empty()));
    }
    said.add(Part.text(text(random)));
    if (random.nextInt(4) == 0) {
      said.add(new Part.Refusal(text(random)));
    }
    List<Part.ToolResult> results = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      String arguments = Json.object().put("city", text(random)).build().toString();
      Part.ToolCall call =
          new Part.ToolCall("c" + number + "-" + i, "weather", arguments, Optional.empty());
      said.add(call);
      results.add(Part.toolResult(call, text(random)));
    }
    request.message(ChatMessage.assistant(said));
    if (!results.isEmpty()) {
      request.message(ChatMessage.toolResults(results));
    }
  }

  private static Part input(Random random) {
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return switch (random.nextInt(6)) {
      case 0 -> Part.image(Media.inline("image/png", bytes));
      case 1 ->
          new Part.Image(
              Media.remote(URI.create("https://example.com/a%20b?c=d")), Optional.of("low"));
      case 2 -> new Part.Audio(Media.inline("audio/mpeg", bytes), Optional.empty());
      case 3 -> new Part.File(Media.inline("application/pdf", bytes), Optional.of("a b.pdf"));
      case 4 -> new Part.File(new Media.Uploaded("file-1"), Optional.empty());
      default -> Part.text(text(random));
    };
  }

  private static void settings(Random random, ChatRequest.Builder request) {
    if (random.nextBoolean()) {
      request.tool(new Tool("weather", text(random), CITY, random.nextBoolean()));
      request.toolChoice(
          List.of(
                  ToolChoice.AUTO,
                  ToolChoice.NONE,
                  ToolChoice.REQUIRED,
                  new ToolChoice.Named("weather"))
              .get(random.nextInt(4)));
      request.parallelTools(random.nextBoolean());
    }
    request.format(
        List.of(
                ResponseFormat.TEXT,
                ResponseFormat.JSON,
                new ResponseFormat.Schema("city", CITY, random.nextBoolean()))
            .get(random.nextInt(3)));
    if (random.nextBoolean()) {
      request.maxOutputTokens(1 + random.nextInt(1000)).temperature(random.nextInt(20) / 10.0);
    }
    if (random.nextBoolean()) {
      request.topP(random.nextDouble()).stop("END").stop(text(random)).reasoningEffort("low");
    }
    if (random.nextBoolean()) {
      request.cacheKey(text(random)).extra(Json.object().put("seed", random.nextLong()).build());
    }
  }

  /** Letters of several scripts, quotes and line ends; never blank. */
  private static String text(Random random) {
    String letters = "aZ \"\\\n\t/é漢<&";
    StringBuilder text = new StringBuilder("t");
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return random.nextInt(5) == 0 ? text.append("😀").toString() : text.toString();
  }
}
