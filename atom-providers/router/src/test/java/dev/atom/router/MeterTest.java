package dev.atom.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.ledger.LedgerWriter;
import dev.atom.ledger.MemoryUsageLedger;
import dev.atom.ledger.Outcome;
import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageLedger;
import dev.atom.ledger.UsageRecord;
import dev.atom.mock.SequentialIds;
import dev.atom.mock.VirtualClock;
import dev.atom.model.CallCancelled;
import dev.atom.model.Embedding;
import dev.atom.model.EmbeddingModel;
import dev.atom.model.EmbeddingRequest;
import dev.atom.model.Embeddings;
import dev.atom.model.Failure;
import dev.atom.model.ModelRef;
import dev.atom.model.RateLimited;
import dev.atom.model.Usage;
import dev.atom.usage.Charge;
import dev.atom.usage.Cost;
import dev.atom.usage.Price;
import dev.atom.usage.PriceBook;
import dev.atom.usage.Rates;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeterTest {
  private static final ModelRef SMALL = new ModelRef("openai", "text-embedding-3-small");
  private static final CallContext ANN =
      CallContext.create().tenant("acme").user("ann").tag("team", "red");

  private final UsageLedger ledger = MemoryUsageLedger.create();
  private final LedgerWriter writer = LedgerWriter.synchronous(ledger);
  private final Meter meter =
      Meter.of(
          PriceBook.of(
              List.of(Price.of(SMALL, Rates.of(Map.of(Charge.INPUT, new BigDecimal("0.02")))))),
          writer,
          SequentialIds.of("call-"),
          VirtualClock.at("2026-10-01T08:00:00Z"));

  private UsageRecord booked() {
    List<UsageRecord> records = ledger.page(UsageFilter.tenant("acme"), 10).records();
    assertThat(records).hasSize(1);
    return records.get(0);
  }

  /** Gives every text the same vector, for a token each. */
  private static final class Same implements EmbeddingModel {
    @Override
    public ModelRef ref() {
      return SMALL;
    }

    @Override
    public Embeddings embed(EmbeddingRequest request, CallContext context) {
      List<Embedding> vectors = request.texts().stream().map(text -> Embedding.of(1, 0)).toList();
      return new Embeddings(SMALL, vectors, Usage.of(vectors.size(), 0), List.of());
    }
  }

  @Test
  void embeddingsAreBookedWithTheirCost() {
    Embeddings embeddings = meter.embeddings(new Same()).embed(EmbeddingRequest.of("a", "b"), ANN);

    assertThat(embeddings.vectors()).hasSize(2);
    assertThat(booked().cost().toString()).isEqualTo("$0.00000004");
    assertThat(booked().user()).contains("ann");
    assertThat(booked().tags()).containsEntry("team", "red");
    assertThat(booked().route()).contains("embeddings");
    assertThat(booked().answered()).contains(SMALL);
  }

  @Test
  void failuresAreBookedAndThrown() {
    RateLimited failure = new RateLimited(Failure.at(SMALL).message("slow down").build());

    assertThatThrownBy(
            () ->
                meter.call(
                    "speech",
                    SMALL,
                    ANN,
                    () -> {
                      throw failure;
                    },
                    result -> Usage.ZERO))
        .isSameAs(failure);

    assertThat(booked().error()).contains("rate_limited");
    assertThat(booked().cost()).isEqualTo(Cost.ZERO);
  }

  @Test
  void cancelledCallsAreBookedAsSuch() {
    CallCancelled cancelled = new CallCancelled(Failure.at(SMALL).message("enough").build());

    assertThatThrownBy(
            () ->
                meter.call(
                    "speech",
                    SMALL,
                    ANN,
                    () -> {
                      throw cancelled;
                    },
                    result -> Usage.ZERO))
        .isSameAs(cancelled);

    assertThat(booked().outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(booked().cost()).as("it may have been charged").isInstanceOf(Cost.Unknown.class);
  }

  @Test
  void aLedgerThatFailsTakesNoResultAway() {
    writer.close();

    assertThat(meter.embeddings(new Same()).embed(EmbeddingRequest.of("a"), ANN).vectors())
        .hasSize(1);
  }
}
