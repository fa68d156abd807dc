package dev.atom.vault.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.vault.VaultUnavailable;
import dev.atom.vault.file.FaultyDisk.Fault;
import dev.atom.vault.file.FaultyDisk.Loss;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.StoreHealth;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lets every single step of a workload fail, or be the last before a crash, and looks at what is left:
 * what was acknowledged is there, the one commit that was under way is there whole or not at all.
 */
class EveryStepTest {
  private static final Path FILE = Path.of("/vault/vault.atom");
  private static final int COMMITS = 45;

  /** How many ways to tear what was not synced; {@code -Datom.kills=200} asks for more. */
  private static final int SEEDS = Integer.getInteger("atom.kills", 12) / 4;

  private Model acknowledged = new Model();
  private Model underWay = acknowledged;

  @Test
  void theWorkloadWritesTheIndexAndRewritesTheLog() {
    FaultyDisk disk = new FaultyDisk();
    run(disk);
    assertThat(disk.steps()).isGreaterThan(250);
    assertThat(disk.list(FILE.getParent())).containsOnly(FILE);
    assertThat(disk.list(Path.of("/vault/vault.atom.index"))).hasSizeGreaterThan(1);
    try (FileVaultStore store = open(disk)) {
      assertThat(Model.read(store)).isEqualTo(acknowledged.rows());
    }
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void aCrashAtAnyStepLosesNothingThatWasAcknowledged(Loss loss) {
    int seeds = loss == Loss.LOST || loss == Loss.KEPT ? 1 : SEEDS;
    int steps = steps();
    System.out.printf("%d crashes, %s%n", steps * seeds, loss);
    for (int step = 1; step <= steps; step++) {
      for (int seed = 0; seed < seeds; seed++) {
        FaultyDisk disk = new FaultyDisk().failAt(step, Fault.CRASH);
        run(disk);
        assertThat(disk.faulted()).isTrue();
        worksOn(disk.afterCrash(loss, new Random(seed)), "crash at " + step + ", " + loss + seed);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"ERROR", "BROKEN", "FULL"})
  void afterAnyStepThatFailsTheStoreOpensAgain(Fault fault) {
    int steps = steps();
    System.out.printf("%d failures, %s%n", steps, fault);
    for (int step = 1; step <= steps; step++) {
      FaultyDisk disk = new FaultyDisk().failAt(step, fault);
      run(disk);
      assertThat(disk.faulted()).isTrue();
      disk.heal();
      worksOn(disk, fault + " at " + step);
    }
  }

  @Test
  void aCrashWhileOpeningAfterACrashLosesNothing() {
    int steps = steps();
    for (int step = 5; step <= steps; step += 7) {
      FaultyDisk disk = new FaultyDisk().failAt(step, Fault.CRASH);
      run(disk);
      Model before = acknowledged;
      Model after = underWay;
      for (int second = 1; second < 12; second++) {
        FaultyDisk again =
            disk.afterCrash(Loss.REORDERED, new Random(step)).failAt(second, Fault.CRASH);
        acknowledged = before;
        underWay = after;
        try (FileVaultStore store = open(again)) {
          Map<?, ?> rows = Model.read(store);
          assertThat(rows).isIn(before.rows(), after.rows());
        } catch (VaultUnavailable e) {
          // The second crash.
        }
        FaultyDisk left = again.afterCrash(Loss.PREFIX, new Random(second));
        worksOn(left, "crash at " + step + " and " + second);
      }
    }
  }

  private int steps() {
    FaultyDisk disk = new FaultyDisk();
    run(disk);
    return disk.steps();
  }

  /** Commits, closes and opens, rewrites; goes on after failures as far as the store lets it. */
  private void run(FaultyDisk disk) {
    acknowledged = new Model();
    underWay = acknowledged;
    Random random = new Random(42);
    List<Integer> reopenAt = new ArrayList<>(List.of(12, 30));
    FileVaultStore store = null;
    try {
      store = open(disk);
      for (int i = 0; i < COMMITS; i++) {
        List<Change> changes = acknowledged.next(random);
        underWay = acknowledged.with(changes);
        store.commit(changes);
        acknowledged = underWay;
        if (reopenAt.contains(i)) {
          store.close();
          store = open(disk);
        } else if (i == 38) {
          store.compact();
        }
      }
      store.close();
    } catch (VaultUnavailable e) {
      if (store != null) {
        closeBroken(store);
      }
    }
  }

  private static void closeBroken(FileVaultStore store) {
    try {
      store.close();
    } catch (VaultUnavailable e) {
      // It said so.
    }
  }

  private void worksOn(FaultyDisk disk, String what) {
    Random random = new Random(1);
    Model model = acknowledged;
    for (int round = 0; round < 3; round++) {
      try (FileVaultStore store = open(disk)) {
        Map<?, ?> rows = Model.read(store);
        if (round == 0) {
          assertThat(rows).as(what).isIn(acknowledged.rows(), underWay.rows());
          model = rows.equals(acknowledged.rows()) ? acknowledged : underWay;
        }
        assertThat(rows).as(what).isEqualTo(model.rows());
        assertThat(store.health().damage()).as(what).isEmpty();
        if (round > 0) {
          assertThat(store.health()).as(what).isEqualTo(StoreHealth.SOUND);
        }
        for (int i = 0; i < 4; i++) {
          List<Change> changes = model.next(random);
          store.commit(changes);
          model = model.with(changes);
        }
      }
      if (round == 1) {
        for (Path file : disk.list(Path.of("/vault/vault.atom.index"))) {
          delete(disk, file);
        }
      }
    }
  }

  private static void delete(FaultyDisk disk, Path file) {
    try {
      disk.delete(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static FileVaultStore open(FaultyDisk disk) {
    return FileVaultStore.newBuilder(FILE)
        .disk(disk)
        .random(new Random(disk.steps()))
        .maintenance(Runnable::run)
        .rowsInMemory(6)
        .compactFrom(4_000)
        .ahead(1_500)
        .open();
  }
}
