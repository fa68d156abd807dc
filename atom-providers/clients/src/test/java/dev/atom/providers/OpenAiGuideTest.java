package dev.atom.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelException;
import dev.atom.model.QuotaExhausted;
import dev.atom.model.RateLimited;
import dev.atom.providers.fixtures.RecordedExchange;
import dev.atom.providers.fixtures.Recordings;
import dev.atom.providers.openai.TestServer;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The snippets of the guide to OpenAI. */
class OpenAiGuideTest {
  private final TestServer server = new TestServer();
  private final KeySource keys = ref -> Optional.of(Secret.of("sk-test"));

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private void replay(RecordedExchange exchange) {
    String type = exchange.responseHeaders().get("content-type").get(0);
    server.answer(exchange.status(), type, exchange.bodyBytes());
  }

  private Provider local(Profile profile) {
    return Provider.of(profile.toBuilder().base(server.base().toString()).build(), keys);
  }

  @Test
  void project() throws Exception {
    server.answer(200, "application/json", "{\"data\":[]}");
    // @start region="project"
    Profile ofOneProject =
        Profiles.openAi().toBuilder()
            .header("OpenAI-Organization", "org-acme")
            .header("OpenAI-Project", "proj-letters")
            .build();
    // @end
    local(ofOneProject).models(CallContext.create());
    assertThat(server.take().headers()).containsEntry("OpenAI-Project", "proj-letters");
  }

  @Test
  void reasoning() throws Exception {
    replay(Recordings.one("openai", "responses-reasoning"));
    ChatModel model = local(Profiles.openAi()).chat("gpt-5.4");
    // @start region="reasoning"
    ChatRequest request =
        ChatRequest.of("How many primes are there below 100?").toBuilder()
            .reasoningEffort("low")
            .reasoningShown(true)
            .build();
    ChatReply reply = model.chat(request);
    ChatRequest next = request.toBuilder().message(reply.toMessage()).build();
    // @end
    assertThat(next.messages()).hasSize(2);
    assertThat(server.take().body()).contains("\"reasoning\":{\"effort\":\"low\"");
  }

  @Test
  void errors() {
    replay(Recordings.one("openai", "error-429-insufficient"));
    ChatModel model = local(Profiles.openAi()).chat("gpt-5.4");
    // @start region="errors"
    String advice;
    try {
      advice = model.chat("Say good morning").text();
    } catch (QuotaExhausted e) {
      advice = "no money is left on this key; waiting won't help";
    } catch (RateLimited e) {
      advice = "wait " + e.failure().retryAfter();
    } catch (ModelException e) {
      advice = e.remedy() + ", see " + e.failure().requestId();
    }
    // @end
    assertThat(advice).startsWith("no money");
  }
}
