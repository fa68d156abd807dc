package dev.atom.router.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.json.Json;
import dev.atom.mock.MockModel;
import dev.atom.mock.MockReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import dev.atom.model.RateLimited;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import dev.atom.usage.Price;
import dev.atom.usage.PriceBook;
import dev.atom.usage.Rates;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ComparisonTest {
  private static final ModelRef LARGE = new ModelRef("a", "large");
  private static final ModelRef SMALL = new ModelRef("b", "small");

  /** What a reply is asked to be. */
  record City(String name) {}

  private static MockModel model(ModelRef ref, String text, Usage usage) {
    return MockModel.newBuilder()
        .model(ref)
        .otherwise(request -> MockReply.text(text).usage(usage))
        .build();
  }

  // @start region="compare"
  @Test
  void modelsAreAskedSideBySide() {
    Comparison comparison =
        Comparison.newBuilder()
            .model(model(LARGE, "{\"name\": \"Paris\"}", Usage.of(100, 50)))
            .model(model(SMALL, "Paris", Usage.of(100, 10)))
            .prices(
                PriceBook.of(
                    List.of(
                        Price.of(LARGE, Rates.tokens("10", "50")),
                        Price.of(SMALL, Rates.tokens("0.1", "0.5")))))
            .judge((request, reply, context) -> reply.text().contains("Paris") ? 1 : 0)
            .build();
    ChatRequest capital =
        ChatRequest.of("The capital of France?").toBuilder()
            .format(ResponseFormat.of(City.class))
            .build();

    ComparisonTable table = comparison.compare(capital, CallContext.create());

    List<Entry> entries = table.rows().get(0);
    assertThat(entries.get(0).fits()).contains(true);
    assertThat(entries.get(1).fits()).contains(false);
    assertThat(entries.get(0).cost()).isEqualTo(new Cost.Known(new BigDecimal("0.0035")));
    assertThat(table.text())
        .contains("| a/large | 1 of 1 | 1 of 1 | 1.00 |")
        .contains("| b/small | 1 of 1 | 0 of 1 | 1.00 |");
  }

  // @end

  @Test
  void modelThatFailsTakesNothingFromTheOthers() {
    MockModel failing =
        MockModel.newBuilder()
            .model(SMALL)
            .otherwise(request -> MockReply.failure(facts -> new RateLimited(facts.build())))
            .build();
    ComparisonTable table =
        Comparison.newBuilder()
            .model(model(LARGE, "a", Usage.of(1, 1)))
            .model(failing)
            .build()
            .compare(ChatRequest.of("Hello"), CallContext.create());
    assertThat(table.rows().get(0).get(0).reply()).isPresent();
    assertThat(table.rows().get(0).get(1).failure()).containsInstanceOf(RateLimited.class);
    Json json = table.json();
    assertThat(json.toString())
        .contains("\"failure\":\"rate_limited\"")
        .contains("\"text\":\"a\"")
        .contains("no price of a/large");
  }

  @Test
  void rowsKeepTheOrderOfTheRequests() {
    MockModel echo =
        MockModel.newBuilder()
            .model(LARGE)
            .otherwise(request -> MockReply.text(request.messages().get(0).text()))
            .build();
    List<ChatRequest> requests =
        IntStream.range(0, 50).mapToObj(i -> ChatRequest.of("no " + i)).toList();
    ComparisonTable table =
        Comparison.newBuilder().model(echo).build().compare(requests, CallContext.create());
    for (int i = 0; i < 50; i++) {
      assertThat(table.rows().get(i).get(0).reply().orElseThrow().text()).isEqualTo("no " + i);
    }
  }

  @Test
  void noMoreCallsRunAtOnceThanWasSet() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch three = new CountDownLatch(3);
    MockModel counting =
        MockModel.newBuilder()
            .model(LARGE)
            .otherwise(
                request -> {
                  most.accumulateAndGet(running.incrementAndGet(), Math::max);
                  three.countDown();
                  awaited(three);
                  running.decrementAndGet();
                  return MockReply.text("a");
                })
            .build();
    List<ChatRequest> requests = Collections.nCopies(12, ChatRequest.of("Hello"));
    Comparison.newBuilder()
        .model(counting)
        .atOnce(3)
        .build()
        .compare(requests, CallContext.create());
    assertThat(most).hasValue(3);
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts", e);
    }
  }

  @Test
  void comparisonWithoutSenseIsNotBuilt() {
    assertThatThrownBy(() -> Comparison.newBuilder().build()).hasMessageContaining("at least one");
    MockModel one = model(LARGE, "a", Usage.ZERO);
    assertThatThrownBy(() -> Comparison.newBuilder().model(one).model(one))
        .hasMessageContaining("a/large already");
  }
}
