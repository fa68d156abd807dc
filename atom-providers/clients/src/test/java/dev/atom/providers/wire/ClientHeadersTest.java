package dev.atom.providers.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatRequest;
import dev.atom.providers.Profile;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.providers.openai.TestServer;
import dev.atom.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which header goes along when the profile and the call both have one. */
class ClientHeadersTest {
  private static final String REPLY =
      """
      {"id":"m","type":"message","role":"assistant","model":"claude","content":[\
      {"type":"text","text":"hi"}],"stop_reason":"end_turn","usage":{}}""";

  private static Map<String, String> sent(Profile profile, Json.Obj extra) throws Exception {
    try (TestServer server = new TestServer()) {
      server.answer(200, "application/json", REPLY);
      Provider.newBuilder(profile.toBuilder().base(server.base().toString()).build())
          .keys(ref -> Optional.of(Secret.of("correct-horse-battery")))
          .build()
          .chat("claude")
          .chat(
              ChatRequest.newBuilder().message(ChatMessage.user("hi")).extra(extra).build(),
              CallContext.create());
      return server.take().headers();
    }
  }

  private static Json.Obj betas(String... names) {
    return Json.object().put("betas", List.of(names).stream().map(Json::of).toList()).build();
  }

  @Test
  void betasOfProfileAndRequestAreJoinedWhateverTheCaseOfTheHeader() throws Exception {
    Profile profile = Profiles.anthropic().toBuilder().header("Anthropic-Beta", "one, two").build();
    assertThat(sent(profile, betas("two", "three")).get("anthropic-beta"))
        .isEqualTo("one,two,three");
    assertThat(sent(profile, Json.Obj.EMPTY).get("anthropic-beta")).isEqualTo("one, two");
    assertThat(sent(Profiles.anthropic(), betas("three")).get("anthropic-beta")).isEqualTo("three");
  }

  @Test
  void lastValueOfAHeaderCountsWhateverItsCase() throws Exception {
    Profile profile =
        Profiles.anthropic().toBuilder()
            .header("anthropic-version", "2099-01-01")
            .header("Anthropic-Version", "2100-01-01")
            .build();
    assertThat(sent(profile, Json.Obj.EMPTY).get("anthropic-version")).isEqualTo("2100-01-01");
  }
}
