package dev.atom.providers.deepgram;

import dev.atom.http.Timeouts;
import dev.atom.http.Transport;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.providers.Profile;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.providers.fixtures.ExpectedErrors;
import dev.atom.providers.wire.Client;
import dev.atom.secret.Secret;
import java.time.Clock;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Clients of a local server that stands for Deepgram. */
final class Deepgram {
  static final String KEY = "k-0123456789";

  private Deepgram() {}

  static Profile profile(SpeechServer server) {
    return Profiles.deepgram().toBuilder().base(server.base().toString()).build();
  }

  static Provider provider(SpeechServer server) {
    return Provider.of(profile(server), ref -> Optional.of(Secret.of(KEY)));
  }

  /** A model whose beats a test strikes. */
  static LiveModel live(SpeechServer server, String model, Beats beats) {
    return live(server, model, beats, Timeouts.DEFAULT);
  }

  static LiveModel live(SpeechServer server, String model, Beats beats, Timeouts timeouts) {
    Client client =
        new Client(
            profile(server),
            ref -> Optional.of(Secret.of(KEY)),
            Transport.shared(),
            timeouts,
            Clock.systemUTC());
    return new LiveModel(client, new ModelRef("deepgram", model), beats);
  }

  static ModelException failure(ThrowingCallable call) {
    return Assertions.catchThrowableOfType(ModelException.class, call);
  }

  static void assertIs(ModelException failure, ExpectedErrors.Expected expected) {
    Assertions.assertThat(failure.getClass().getSimpleName()).isEqualTo(expected.failure());
    Assertions.assertThat(failure.failure().providerCode()).isEqualTo(expected.code());
    Assertions.assertThat(failure.failure().requestId()).isEqualTo(expected.requestId());
    Assertions.assertThat(failure.failure().retryAfter()).isEqualTo(expected.retryAfter());
    Assertions.assertThat(failure.remedy()).isEqualTo(expected.remedy());
  }
}
