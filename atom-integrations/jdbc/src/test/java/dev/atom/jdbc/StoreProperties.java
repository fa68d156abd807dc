package dev.atom.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.store.Append;
import dev.atom.store.Lease;
import dev.atom.store.MemoryStore;
import dev.atom.store.NewEvent;
import dev.atom.store.Store;
import dev.atom.store.StoreException;
import dev.atom.store.Subject;
import dev.atom.store.Timer;
import dev.atom.store.UniqueKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Any sequence of calls has the same outcome on every engine as on a plain model. */
class StoreProperties {
  private static final int CALLS = 80;

  private Path folder = Path.of("");
  private int database;

  @BeforeProperty
  void makeFolder() throws Exception {
    folder = Files.createTempDirectory("atom-store");
  }

  @AfterProperty
  void deleteFolder() throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void memoryDoesWhatTheModelDoes(@ForAll long seed) {
    compare(seed, (clock, store) -> store == null ? MemoryStore.create(clock) : store);
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void sqliteDoesWhatTheModelDoesAndSoAfterReopening(@ForAll long seed) {
    Path file = folder.resolve(database++ + ".db");
    compare(
        seed,
        (clock, store) -> {
          if (store != null) {
            store.close();
          }
          return SqliteStore.open(file, clock);
        });
  }

  /** Opens an engine; a durable one is closed and opened again when there is one already. */
  private interface Engine {
    Store open(Clock clock, Store store);
  }

  private static void compare(long seed, Engine engine) {
    TestClock clock = new TestClock();
    Random random = new Random(seed);
    StoreModel model = new StoreModel(clock);
    Store store = engine.open(clock, null);
    List<Lease> leases = new ArrayList<>();
    for (int call = 0; call < CALLS; call++) {
      Function<Store, Object> next = next(random, clock, leases);
      Object expected = outcome(model, next);
      assertThat(outcome(store, next)).as("call %d", call).isEqualTo(expected);
      if (expected instanceof Optional<?> found && found.orElse(null) instanceof Lease lease) {
        leases.add(lease);
      }
      if (random.nextInt(25) == 0) {
        store = engine.open(clock, store);
      }
    }
    for (int id = 0; id < 3; id++) {
      Subject subject = subject(id);
      assertThat(store.read(subject, 0, CALLS * 10)).isEqualTo(model.read(subject, 0, CALLS * 10));
    }
    store.close();
  }

  private static Object outcome(Store store, Function<Store, Object> call) {
    try {
      return call.apply(store);
    } catch (StoreException | IllegalArgumentException e) {
      return e instanceof StoreException ? e.getMessage() : "mistake";
    }
  }

  private static Function<Store, Object> next(Random random, TestClock clock, List<Lease> leases) {
    int limit = 1 + random.nextInt(3);
    Duration time = Duration.ofSeconds(1 + random.nextInt(30));
    Set<String> kinds = random.nextBoolean() ? Set.of("reply") : Set.of("reply", "mail");
    Set<String> purposes =
        IntStream.range(random.nextInt(20), 20).mapToObj(n -> "t" + n).collect(Collectors.toSet());
    return switch (random.nextInt(12)) {
      case 0 -> {
        clock.advance(time);
        yield store -> "later";
      }
      case 1 -> store -> store.claimOutbox("w", kinds, limit, time);
      case 2 -> store -> ordered(store.claimTimers("w", purposes, 1000, time));
      case 3, 4 -> {
        String name = "lease" + random.nextInt(2);
        String owner = "node" + random.nextInt(2);
        yield store -> store.acquire("acme", name, owner, time);
      }
      case 5 -> {
        Optional<Lease> lease = any(random, leases);
        yield store -> {
          lease.ifPresent(store::release);
          return "released";
        };
      }
      case 6 -> {
        Subject subject = subject(random.nextInt(3));
        int after = random.nextInt(5);
        yield store -> store.read(subject, after, limit);
      }
      default -> {
        Append append = append(random, clock, any(random, leases));
        yield store -> store.append(append);
      }
    };
  }

  private static Append append(Random random, TestClock clock, Optional<Lease> lease) {
    Append.Builder append = Append.to(subject(random.nextInt(3)));
    lease.filter(held -> random.nextInt(4) == 0).ifPresent(append::fence);
    if (random.nextInt(3) == 0) {
      append.expect(random.nextInt(6));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      Json.Obj data = Json.object().put("n", Json.of(random.nextInt())).build();
      append.event(new NewEvent("noted", data, "tester", Optional.empty()));
    }
    if (random.nextInt(3) == 0) {
      append.unique(
          new UniqueKey("acme", "message", "m" + random.nextInt(30)), "v" + small(random));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      append.effect("k" + random.nextInt(60), kind(random), Json.Obj.EMPTY);
    }
    if (random.nextInt(4) == 0) {
      append.effect(
          "k" + random.nextInt(60),
          kind(random),
          Json.Obj.EMPTY,
          clock.instant().plusSeconds(random.nextInt(40)));
    }
    if (random.nextInt(3) == 0) {
      append.timer("t" + small(random), clock.instant().plusSeconds(small(random)), Json.Obj.EMPTY);
    }
    if (random.nextInt(6) == 0) {
      append.cancelTimer("t" + small(random));
    }
    if (random.nextInt(4) == 0) {
      Append.Outcome[] outcomes = Append.Outcome.values();
      append.settle("k" + random.nextInt(60), outcomes[random.nextInt(outcomes.length)]);
    }
    if (random.nextInt(6) == 0) {
      append.retry("k" + random.nextInt(60), Duration.ofSeconds(random.nextInt(60)));
    }
    return append.build();
  }

  private static String kind(Random random) {
    return random.nextInt(3) == 0 ? "mail" : "reply";
  }

  private static int small(Random random) {
    return random.nextInt(20);
  }

  private static Subject subject(int id) {
    return new Subject("acme", "case", "s" + id);
  }

  private static Optional<Lease> any(Random random, List<Lease> leases) {
    return leases.isEmpty()
        ? Optional.empty()
        : Optional.of(leases.get(random.nextInt(leases.size())));
  }

  /** Timers that are due at the same instant have no order among themselves. */
  private static List<Timer> ordered(List<Timer> timers) {
    assertThat(timers).isSortedAccordingTo(Comparator.comparing(Timer::at));
    return timers.stream()
        .sorted(
            Comparator.comparing(Timer::at)
                .thenComparing(timer -> timer.subject().id())
                .thenComparing(Timer::purpose))
        .toList();
  }
}
