package dev.atom.router;

import static dev.atom.router.TestTargets.FIRST;
import static dev.atom.router.TestTargets.SECOND;
import static dev.atom.router.TestTargets.replying;
import static dev.atom.router.TestTargets.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.limit.Fact;
import dev.atom.limit.LimitExceeded;
import dev.atom.limit.LimitRule;
import dev.atom.limit.LimitedCall;
import dev.atom.limit.Limiter;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ProviderFailed;
import dev.atom.model.RateLimit;
import dev.atom.model.RateLimited;
import dev.atom.model.Usage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitGuardTest {
  private static final ChatRequest HELLO = ChatRequest.of("Hello");

  private static Limiter limiter(LimitRule rule) {
    return Limiter.newBuilder().rule(rule).longestWait(Duration.ZERO).build();
  }

  // @start region="limits"
  @Test
  void providerWithoutRoomIsPassedOver() {
    LimitRule rule =
        LimitRule.rate("openai", 2, LimitedCall.REQUESTS, Duration.ofDays(1))
            .by(Fact.PROVIDER)
            .build();
    try (Limiter limiter = limiter(rule)) {
      Router router =
          Router.newBuilder()
              .target(saying(FIRST, "a"))
              .target(saying(SECOND, "b"))
              .guard(Guard.limits(limiter))
              .build();

      assertThat(router.chat("Hello").text()).isEqualTo("a");
      assertThat(router.chat("Hello").text()).isEqualTo("a");
      assertThat(router.chat("Hello").text()).isEqualTo("b");
      assertThat(router.chat("Hello").text()).isEqualTo("b");
      assertThatThrownBy(() -> router.chat("Hello")).isInstanceOf(LimitExceeded.class);
    }
  }

  // @end

  @Test
  void tenantsAreToldApart() {
    LimitRule rule =
        LimitRule.rate("tenant", 1, LimitedCall.REQUESTS, Duration.ofDays(1))
            .by(Fact.TENANT)
            .build();
    try (Limiter limiter = limiter(rule)) {
      Router router =
          Router.newBuilder().target(saying(FIRST, "a")).guard(Guard.limits(limiter)).build();
      router.chat(HELLO, CallContext.create().tenant("one"));
      router.chat(HELLO, CallContext.create().tenant("two"));
      assertThatThrownBy(() -> router.chat(HELLO, CallContext.create().tenant("one")))
          .isInstanceOf(LimitExceeded.class);
    }
  }

  @Test
  void tokensAreCorrectedByWhatWasUsed() {
    LimitRule rule =
        LimitRule.rate("tokens", 1_000, LimitedCall.TOKENS, Duration.ofDays(1)).build();
    try (Limiter limiter = limiter(rule)) {
      MockModel small = replying(FIRST, MockReply.text("a").usage(Usage.of(5, 5)));
      Router router = Router.newBuilder().target(small).guard(Guard.limits(limiter)).build();
      for (int i = 0; i < 50; i++) {
        router.chat("Hello");
      }
      assertThat(small.calls()).hasSize(50);
    }
  }

  @Test
  void whatAProviderTellsOfItsLimitIsLearned() {
    RateLimit used = new RateLimit(LimitedCall.REQUESTS, 100, 0, Duration.ofHours(1));
    MockModel first =
        replying(
            FIRST,
            MockReply.failure(
                facts -> new ProviderFailed(facts.rateLimits(List.of(used)).build())));
    LimitRule rule = LimitRule.rate("all", 1_000, LimitedCall.REQUESTS, Duration.ofDays(1)).build();
    try (Limiter limiter = limiter(rule)) {
      Router router =
          Router.newBuilder()
              .target(first)
              .target(saying(SECOND, "b"))
              .guard(Guard.limits(limiter))
              .build();
      router.chat("Hello");
      router.chat("Hello");
      assertThat(first.calls()).hasSize(1);
    }
  }

  @Test
  void refusedAttemptsGiveTheirTokensBack() {
    LimitRule rule =
        LimitRule.rate("tokens", 1_000, LimitedCall.TOKENS, Duration.ofDays(1)).build();
    try (Limiter limiter = limiter(rule)) {
      MockModel busy = replying(FIRST, MockReply.failure(facts -> new RateLimited(facts.build())));
      Route route = Route.newBuilder("main").target(Target.of(busy)).retries(Retries.NONE).build();
      Router router = Router.newBuilder().route(route).guard(Guard.limits(limiter)).build();
      for (int i = 0; i < 20; i++) {
        router.health().reset("one", "default/");
        assertThatThrownBy(() -> router.chat("Hello")).isInstanceOf(RateLimited.class);
      }
    }
  }
}
