package dev.atom.providers.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.http.Timeouts;
import dev.atom.http.Transport;
import dev.atom.model.ModelRef;
import dev.atom.providers.Profile;
import dev.atom.providers.Profiles;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddressesOfAClientTest {
  private static final ModelRef MODEL = new ModelRef("openai", "m");

  private final Profile profile = Profiles.openAi();
  private final Client client =
      new Client(
          profile,
          ref -> Optional.empty(),
          Transport.shared(),
          Timeouts.DEFAULT,
          Clock.systemUTC());

  @Test
  void addressIsMadeOnce() {
    URI address = client.address("responses", MODEL);
    assertThat(address).hasToString("https://api.openai.com/v1/responses");
    assertThat(client.address("responses", MODEL)).isSameAs(address);
  }

  @Test
  void pathWithAQueryOfItsOwnIsNotKept() {
    URI address = client.address("models?after_id=4711", MODEL);
    assertThat(client.address("models?after_id=4711", MODEL))
        .isEqualTo(address)
        .isNotSameAs(address);
  }

  @Test
  void everNewPathsAreAnsweredRightly() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(client.address("batches/" + i, MODEL).getPath()).isEqualTo("/v1/batches/" + i);
    }
  }
}
