package dev.atom.endpoint.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.AtomException;
import dev.atom.RetryAfter;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.model.AccessDenied;
import dev.atom.model.CallCancelled;
import dev.atom.model.CallTimedOut;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatModel;
import dev.atom.model.ContentRefused;
import dev.atom.model.ContextTooLong;
import dev.atom.model.Failure;
import dev.atom.model.KeyRejected;
import dev.atom.model.MalformedReply;
import dev.atom.model.ModelException;
import dev.atom.model.ModelNotFound;
import dev.atom.model.Overloaded;
import dev.atom.model.ProviderFailed;
import dev.atom.model.QuotaExhausted;
import dev.atom.model.RateLimited;
import dev.atom.model.RequestRejected;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Unreachable;
import dev.atom.providers.Profiles;
import dev.atom.providers.Provider;
import dev.atom.secret.KeySource;
import dev.atom.secret.Secret;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorsTest {
  private static final Failure.Builder FACTS =
      Failure.at("openai").message("words of the provider").retryAfter(Duration.ofMillis(1200));

  private static Arguments failure(
      Function<Failure, ModelException> make,
      int status,
      String code,
      boolean told,
      Class<? extends ModelException> again) {
    return Arguments.of(make, status, code, told, again);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        failure(RateLimited::new, 429, "rate_limit_exceeded", true, RateLimited.class),
        failure(QuotaExhausted::new, 429, "insufficient_quota", false, QuotaExhausted.class),
        failure(KeyRejected::new, 502, "provider_key_rejected", false, ProviderFailed.class),
        failure(AccessDenied::new, 403, "access_denied", false, AccessDenied.class),
        failure(RequestRejected::new, 400, "invalid_request", true, RequestRejected.class),
        failure(ModelNotFound::new, 404, "model_not_found", false, ModelNotFound.class),
        failure(ContextTooLong::new, 400, "context_length_exceeded", true, ContextTooLong.class),
        failure(ContentRefused::new, 400, "content_filter", true, ContentRefused.class),
        failure(CapabilityMissing::new, 400, "unsupported_parameter", true, RequestRejected.class),
        failure(Overloaded::new, 503, "overloaded", false, Overloaded.class),
        failure(ProviderFailed::new, 502, "provider_failed", false, ProviderFailed.class),
        failure(Unreachable::new, 502, "unreachable", false, ProviderFailed.class),
        failure(TruncatedStream::new, 502, "truncated_stream", false, ProviderFailed.class),
        failure(MalformedReply::new, 502, "malformed_reply", false, ProviderFailed.class),
        failure(CallTimedOut::new, 504, "timed_out", false, ProviderFailed.class),
        failure(CallCancelled::new, 503, "cancelled", false, ProviderFailed.class));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void tellsEachFailureInOpenAisForm(
      Function<Failure, ModelException> make, int status, String code, boolean told) {
    ModelException failure = make.apply(FACTS.build());

    ApiError error = Errors.of(failure);

    assertThat(error.status()).isEqualTo(status);
    assertThat(error.code()).isEqualTo(code);
    assertThat(error.message().contains("words of the provider")).isEqualTo(told);
    assertThat(error.headers())
        .containsEntry("x-should-retry", Boolean.toString(failure.retryable()))
        .containsEntry("retry-after", "2")
        .containsEntry("retry-after-ms", "1200");
  }

  /** The endpoint may stand behind another host of Atom: there the failure means the same. */
  @ParameterizedTest
  @MethodSource("failures")
  void isUnderstoodByAtomsOwnClient(
      Function<Failure, ModelException> make,
      int status,
      String code,
      boolean told,
      Class<? extends ModelException> again) {
    MockReply reply = MockReply.failure(f -> make.apply(f.build()));
    MockModel model = MockModel.newBuilder().reply(reply).reply(reply).build();
    try (TestEndpoint endpoint = TestEndpoint.start(b -> b.chat("m", model))) {
      KeySource keys = ref -> Optional.of(Secret.of(TestEndpoint.KEY));
      ChatModel client =
          Provider.of(
                  Profiles.compatible("openai", endpoint.base()).toBuilder()
                      .allowPlainHttp()
                      .build(),
                  keys)
              .chat("m");

      Throwable met = org.assertj.core.api.Assertions.catchThrowable(() -> client.chat("Hello"));

      assertThat(met).isInstanceOf(again);
      assertThat(((ModelException) met).failure().requestId())
          .hasValueSatisfying(id -> assertThat(id).startsWith("req_"));
    }
  }

  /** As a limiter or a budget of the host's own throws it. */
  private static final class LimitReached extends AtomException implements RetryAfter {
    private static final long serialVersionUID = 1L;

    LimitReached(boolean retryable) {
      super("limit_reached", retryable, "tenant acme has spent its day");
    }

    @Override
    public Optional<Duration> retryAfter() {
      return Optional.of(Duration.ofHours(1));
    }
  }

  private static final class StoreDown extends AtomException {
    private static final long serialVersionUID = 1L;

    StoreDown(boolean retryable) {
      super("store_down", retryable, "jdbc:postgresql://10.0.0.7 is down");
    }
  }

  @Test
  void tellsLimitsOfTheHostAsSuch() {
    ApiError error = Errors.of(new LimitReached(true));

    assertThat(error.status()).isEqualTo(429);
    assertThat(error.code()).isEqualTo("rate_limit_exceeded");
    assertThat(error.message()).contains("tenant acme has spent its day");
    assertThat(error.headers()).containsEntry("retry-after", "3600");
    assertThat(Errors.of(new LimitReached(false)).headers())
        .containsEntry("x-should-retry", "false");
  }

  @Test
  void tellsNothingOfWhatBrokeInTheHost() {
    ApiError passing = Errors.of(new StoreDown(true));
    ApiError lasting = Errors.of(new StoreDown(false));
    ApiError mistake = Errors.of(new IllegalStateException("secret detail"));

    assertThat(passing.status()).isEqualTo(503);
    assertThat(passing.code()).isEqualTo("store_down");
    assertThat(lasting.status()).isEqualTo(500);
    assertThat(mistake.status()).isEqualTo(500);
    assertThat(mistake.retryable()).isFalse();
    assertThat(passing.message() + lasting.message() + mistake.message())
        .doesNotContain("10.0.0.7")
        .doesNotContain("detail");
  }
}
