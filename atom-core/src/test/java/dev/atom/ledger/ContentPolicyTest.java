package dev.atom.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.personal.PersonalData;
import dev.atom.personal.StorePersonKeys;
import dev.atom.secret.Secret;
import dev.atom.store.MemoryStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContentPolicyTest {
  private static final Json.Obj SAID =
      Json.object().put("request", "my number is 4711").put("reply", "noted").build();

  @Test
  void keepsNothingUnlessAsked() {
    assertThat(ContentPolicy.none().keep("acme", Optional.of("ann"), SAID)).isEmpty();
  }

  @Test
  void keepsWhatTheHostsRedactionLeaves() {
    ContentPolicy policy =
        ContentPolicy.redacted(said -> said.toBuilder().put("request", "my number is ***").build());
    Optional<Content> kept = policy.keep("acme", Optional.empty(), SAID);
    assertThat(kept.orElseThrow().toString()).contains("***", "noted").doesNotContain("4711");
    assertThat(ContentPolicy.plain().keep("acme", Optional.empty(), SAID))
        .contains(new Content.Plain(SAID));
  }

  @Test
  void droppingAPersonsKeyMakesTheContentUnreadable() {
    try (MemoryStore store = MemoryStore.create(Clock.systemUTC())) {
      SecureRandom random = new SecureRandom();
      StorePersonKeys keys = StorePersonKeys.in(store, Secret.of(new byte[32]), random);
      PersonalData data = PersonalData.with(keys, random);
      ContentPolicy policy = ContentPolicy.sealed(data);
      Content.Sealed kept =
          (Content.Sealed) policy.keep("acme", Optional.of("ann"), SAID).orElseThrow();
      assertThat(kept.sealed().toString()).doesNotContain("4711");
      assertThat(kept.open("acme", data)).contains(SAID);
      data.erase("acme", "ann");
      assertThat(kept.open("acme", data)).isEmpty();
      assertThat(policy.keep("acme", Optional.empty(), SAID)).isEmpty();
    }
  }
}
