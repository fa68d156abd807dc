package dev.atom.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.http.Timeouts;
import dev.atom.json.JsonSchema;
import dev.atom.model.Capability;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelException;
import dev.atom.model.Part;
import dev.atom.model.RateLimited;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Tool;
import dev.atom.providers.openai.TestServer;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The examples of the documentation, run against a local server. */
class ProviderSnippetsTest {
  private static final String OUTPUT =
      "{\"model\":\"gpt-5.4\",\"status\":\"completed\",\"output\":[%s]}";
  private static final String MESSAGE =
      "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"%s\"}]}";

  private final TestServer server = new TestServer();

  @AfterEach
  void closeServer() throws Exception {
    server.close();
  }

  private ChatModel model() {
    Profile local = Profiles.openAi().toBuilder().base(server.base().toString()).build();
    return Provider.of(local, ref -> Optional.of(Secret.of("sk-test"))).chat("gpt-5.4");
  }

  private void answerText(String text) {
    server.answer(200, "application/json", OUTPUT.formatted(MESSAGE.formatted(text)));
  }

  @Test
  void firstCall() {
    Profile profile = Profiles.openAi().toBuilder().base(server.base().toString()).build();
    KeySource keys = ref -> Optional.of(Secret.of("sk-test"));
    answerText("Good morning");
    // @start region="first-call"
    Provider openAi = Provider.of(profile, keys); // Profiles.openAi(), KeySource.environment()
    ChatModel model = openAi.chat("gpt-5.4");
    String text = model.chat("Say good morning").text();
    // @end
    assertThat(text).isEqualTo("Good morning");
  }

  @Test
  void compatibleServer() {
    String address = server.base().toString();
    server.answer(200, "application/json", "{\"choices\":[{\"message\":{\"content\":\"Moin\"}}]}");
    // @start region="compatible-server"
    Provider local =
        Provider.newBuilder(Profiles.compatible("local", address))
            .timeouts(Timeouts.DEFAULT.firstToken(Duration.ofMinutes(10)))
            .build();
    ChatModel qwen = local.chat("qwen3:8b");
    // @end
    assertThat(qwen.chat("Say good morning").text()).isEqualTo("Moin");
  }

  @Test
  void ownProfile() {
    // @start region="own-profile"
    Profile acme =
        Profile.newBuilder("acme", Protocol.OPENAI_CHAT_COMPLETIONS, "https://llm.acme.example/v1")
            .auth(new Auth("api-key", ""))
            .capabilities(Set.of(Capability.CHAT, Capability.STREAMING, Capability.TOOLS))
            .build();
    // @end
    ChatModel model = Provider.of(acme, KeySource.none()).chat("large");
    assertThat(model.capabilities()).hasSize(3);
    assertThat(model.ref()).hasToString("acme/large");
  }

  @Test
  void streaming() {
    ChatModel model = model();
    server.stream(
        "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Good \"}\n\n"
            + "data: {\"type\":\"response.output_text.delta\",\"delta\":\"morning\"}\n\n"
            + "data: {\"type\":\"response.completed\",\"response\":"
            + OUTPUT.formatted(MESSAGE.formatted("Good morning"))
            + "}\n\n");
    StringBuilder screen = new StringBuilder();
    // @start region="streaming"
    ChatRequest request = ChatRequest.of("Say good morning");
    CallContext context = CallContext.create().timeout(Duration.ofSeconds(30));
    try (ReplyStream stream = model.stream(request, context)) {
      while (stream.hasNext()) {
        switch (stream.next()) {
          case ReplyEvent.TextDelta delta -> screen.append(delta.text());
          case ReplyEvent.Finished finished -> screen.append(" ").append(finished.reply().usage());
          default -> {}
        }
      }
    }
    // @end
    assertThat(screen.toString()).startsWith("Good morning Usage");
  }

  /** The arguments of the example's tool. */
  record Place(String city) {}

  @Test
  void tools() {
    ChatModel model = model();
    String call =
        "{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Ulm\\\"}\"}";
    server.answer(200, "application/json", OUTPUT.formatted(call));
    // @start region="tools"
    Tool weather = new Tool("weather", "The weather in a city", JsonSchema.of(Place.class));
    ChatRequest request =
        ChatRequest.newBuilder()
            .message(ChatMessage.user("How is the weather in Ulm?"))
            .tool(weather)
            .build();
    ChatReply reply = model.chat(request);
    List<Part.ToolResult> results =
        reply.toolCalls().stream()
            .map(c -> Part.toolResult(c, "sunny in " + c.argumentsJson().as(Place.class).city()))
            .toList();
    ChatRequest next =
        request.toBuilder()
            .message(reply.toMessage()) // with the calls, and the reasoning that led to them
            .message(ChatMessage.toolResults(results))
            .build();
    // @end
    assertThat(results.get(0).content()).containsExactly(Part.text("sunny in Ulm"));
    answerText("Sunny");
    assertThat(model.chat(next).text()).isEqualTo("Sunny");
  }

  /** The example's structured reply. */
  record Person(String name, int age) {}

  @Test
  void structuredOutput() {
    ChatModel model = model();
    answerText("{\\\"name\\\":\\\"Ada\\\",\\\"age\\\":36}");
    // @start region="structured-output"
    ChatRequest request =
        ChatRequest.newBuilder()
            .message(ChatMessage.user("Ada is 36 years old."))
            .format(ResponseFormat.of(Person.class))
            .build();
    Person person = model.chat(request).as(Person.class);
    // @end
    assertThat(person).isEqualTo(new Person("Ada", 36));
  }

  @Test
  void errors() {
    ChatModel model = model();
    server.answer(
        429,
        "application/json",
        "{\"error\":{\"message\":\"Please try again in 20ms.\",\"code\":\"rate_limit_exceeded\"}}");
    String seen = "";
    // @start region="errors"
    try {
      model.chat("Say good morning");
    } catch (RateLimited e) {
      seen = "wait " + e.failure().retryAfter().orElse(Duration.ofSeconds(1));
    } catch (ModelException e) {
      seen = e.code() + ", remedy " + e.remedy() + ": " + e.getMessage();
    }
    // @end
    assertThat(seen).isEqualTo("wait PT0.02S");
  }
}
