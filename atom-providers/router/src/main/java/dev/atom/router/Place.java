package dev.atom.router;

import dev.atom.model.ChatModel;
import dev.atom.model.ModelRef;
import dev.atom.router.health.Breaker;
import dev.atom.router.health.BreakerSettings;
import dev.atom.router.stats.TargetStats;

/**
 * A model behind one client, with what was seen of it: the same model in another region is another
 * place. A router that continues another takes over its places, so that calls under way in either
 * tell the same breaker. Equal to itself alone; thread-safe.
 */
final class Place {
  private final Target target;
  private final TargetStats stats = new TargetStats();
  private final Breaker server;

  Place(Target target, BreakerSettings settings) {
    this.target = target;
    server = new Breaker(settings);
  }

  boolean serves(Target other) {
    return target.twin(other);
  }

  ChatModel client() {
    return target.model();
  }

  ModelRef ref() {
    return target.ref();
  }

  TargetStats stats() {
    return stats;
  }

  /** The breaker for what is nobody's key's fault: a server that can't be reached. */
  Breaker server() {
    return server;
  }
}
