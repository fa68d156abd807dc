package dev.atom.benchmarks.savings;

import dev.atom.ledger.MemoryUsageLedger;
import dev.atom.ledger.UsageFilter;
import dev.atom.ledger.UsageLedger;
import dev.atom.ledger.UsageRecord;
import dev.atom.model.Capability;
import dev.atom.model.ModelRef;
import dev.atom.model.Usage;
import dev.atom.router.Route;
import dev.atom.router.catalogue.ModelCatalogue;
import dev.atom.router.policy.RequestFacts;
import dev.atom.router.whatif.CachedInput;
import dev.atom.router.whatif.Replay;
import dev.atom.router.whatif.ReplayedUsage;
import dev.atom.router.whatif.WhatIf;
import dev.atom.usage.PriceBook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The dialogues' calls as a ledger has them when all went to one model. */
final class Traffic {
  /** A Wednesday; the dialogues are spread over its hours, as some prices depend on these. */
  static final Instant DAY = Instant.parse("2026-11-18T00:00:00Z");

  private static final Duration BETWEEN_CALLS = Duration.ofSeconds(20);
  private static final String DATASET = "dataset";

  private final ModelCatalogue catalogue;
  private final ModelSet models;
  private final boolean caches;
  private final UsageLedger ledger = MemoryUsageLedger.create();

  Traffic(List<List<Call>> dialogues, ModelSet models, boolean caches, ModelCatalogue catalogue) {
    this.models = models;
    this.caches = caches;
    this.catalogue = catalogue;
    PromptCaches atFlagship = new PromptCaches();
    List<UsageRecord> records = new ArrayList<>();
    Duration apart = Duration.ofDays(1).dividedBy(Math.max(1, dialogues.size()));
    Instant begins = DAY;
    for (List<Call> calls : dialogues) {
      for (int i = 0; i < calls.size(); i++) {
        Instant at = begins.plus(BETWEEN_CALLS.multipliedBy(i));
        records.add(record(calls.get(i), i, at, atFlagship));
      }
      begins = begins.plus(apart);
    }
    if (ledger.append(records) < records.size()) {
      throw new IllegalStateException("two dialogues of a data set have the same id");
    }
  }

  private UsageRecord record(Call call, int number, Instant at, PromptCaches atFlagship) {
    Dialogue dialogue = call.dialogue();
    String id = dialogue.dataset() + "/" + dialogue.id() + "#" + number;
    ModelRef flagship = models.flagship();
    PriceBook prices = catalogue.prices();
    Usage usage =
        caches
            ? atFlagship.at(
                id, call.promptTokens(), call.replyTokens(), flagship, prices.price(flagship, at))
            : Usage.of(call.promptTokens(), call.replyTokens());
    return UsageRecord.newBuilder(id, id, at, flagship)
        .answered(flagship)
        .usage(usage)
        .cost(prices.cost(flagship, usage, at))
        .tags(
            Map.of(
                DATASET,
                dialogue.dataset(),
                RequestFacts.TASK,
                dialogue.task(),
                RequestFacts.LANGUAGE,
                "en"))
        .build();
  }

  Replay cheapest(UsageFilter filter) {
    return replay(models.cheapest(catalogue), filter);
  }

  Replay tiered(UsageFilter filter) {
    return replay(models.tiered(catalogue), filter);
  }

  /** The services are offered in every call, so each needs a model that can call them. */
  private Replay replay(Route route, UsageFilter filter) {
    Replay replay = once(route, filter);
    Replay baseline = once(models.everythingToTheFlagship(catalogue), filter);
    if (!replay.leftOut().isEmpty() || baseline.difference().signum() != 0) {
      throw new IllegalStateException(
          "not all calls can be compared: " + replay.leftOut() + ", " + baseline);
    }
    return replay;
  }

  private Replay once(Route route, UsageFilter filter) {
    ReplayedUsage usage = caches ? new PromptCaches() : CachedInput.PLAIN;
    return WhatIf.newBuilder(ledger)
        .filter(filter)
        .usage(usage)
        .needs(call -> Set.of(Capability.TOOLS))
        .build()
        .underRoute(route, catalogue.prices());
  }

  static UsageFilter of(String dataset) {
    return UsageFilter.all().tag(DATASET, dataset);
  }
}
