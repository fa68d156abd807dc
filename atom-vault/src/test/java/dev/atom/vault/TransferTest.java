package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.OTHER_KEY;
import static dev.atom.vault.Fixture.put;
import static dev.atom.vault.Fixture.ref;
import static dev.atom.vault.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.ImportOptions.Conflict;
import dev.atom.vault.store.MemoryVaultStore;
import dev.atom.vault.store.VaultStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransferTest {
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  private static final Instant END = NOW.plusSeconds(3_600);
  private static final SecretRef ADA = ref("ada", "openai");
  private static final SecretRef BOB = ref("bob", "openai");

  private final TestClock clock = new TestClock(NOW);
  private final RecoveryKey recipient = RecoveryKey.generate();
  private final Vault source = open(new MemoryVaultStore(), KEY);
  private final VaultStore store = new MemoryVaultStore();
  private final Vault target = open(store, OTHER_KEY);

  @AfterEach
  void close() {
    source.close();
    target.close();
    recipient.close();
  }

  @Test
  void newestVersionsMoveWithAllThatBelongsToThem() {
    put(source, ADA, "one");
    try (Secret secret = Secret.of("two")) {
      source.put(
          ADA,
          secret,
          PutOptions.standard()
              .ofKind(SecretKind.OTHER)
              .labelled(Map.of("team", "sales"))
              .until(END));
    }
    put(source, BOB, "deleted");
    source.delete(BOB);
    put(source, ref("carl", "openai"), "destroyed");
    source.destroy(ref("carl", "openai"));
    byte[] export = export(ExportSelection.of("acme"));
    assertThat(new String(export, StandardCharsets.ISO_8859_1))
        .doesNotContain("two", "acme", "ada", "sales");
    ImportReport report = in(export, ImportOptions.standard());
    assertThat(report).isEqualTo(new ImportReport(1, 0, 0, 0, 0, 1, List.of()));
    assertThat(text(target, ADA)).contains("two");
    SecretInfo info = target.info(ADA).orElseThrow();
    assertThat(info.kind()).isEqualTo(SecretKind.OTHER);
    assertThat(info.labels()).containsEntry("team", "sales");
    assertThat(info.expires()).contains(END);
    assertThat(info.stored()).isEqualTo(NOW);
    assertThat(info.older()).isEmpty();
    assertThat(target.list("acme")).hasSize(1);
    assertThat(audit(source, AuditAction.EXPORT)).hasSize(1);
    assertThat(audit(target, AuditAction.IMPORT))
        .singleElement()
        .satisfies(entry -> assertThat(entry.ref()).contains(ADA));
    assertThat(target.admin().verify().sound()).isTrue();
  }

  @Test
  void olderVersionsMoveWhereAskedFor() {
    for (String text : List.of("one", "two", "three")) {
      put(source, ADA, text);
    }
    byte[] export = export(ExportSelection.everything().withOlderVersions());
    assertThat(in(export, ImportOptions.standard()).versions()).isEqualTo(3);
    assertThat(target.info(ADA).orElseThrow().older())
        .extracting(SecretInfo.Older::version)
        .containsExactly(1L, 2L);
    assertThat(text(target, ADA)).contains("three");
    assertThat(target.findPrevious(ADA)).isEmpty();
    target.rollBack(ADA, 1);
    assertThat(text(target, ADA)).contains("one");
    assertThat(target.admin().verify().sound()).isTrue();
    try (Vault few =
        Vault.newBuilder(new MemoryVaultStore(), KEY).clock(clock).versions(2).open()) {
      Transfer.of(few).importFrom(stream(export), recipient, ImportOptions.standard());
      assertThat(few.info(ADA).orElseThrow().older()).hasSize(1);
      assertThat(text(few, ADA)).contains("three");
      assertThat(few.admin().verify().sound()).isTrue();
    }
  }

  @Test
  void onlyWhatIsSelectedLeaves() {
    put(source, ADA, "of ada");
    put(source, ref("ada", "other"), "of other");
    put(source, new SecretRef("globex", Optional.empty(), "openai", "n"), "of globex");
    byte[] export =
        export(
            ExportSelection.of("acme", "none")
                .where(info -> info.ref().provider().equals("other")));
    assertThat(in(export, ImportOptions.standard()).added()).isEqualTo(1);
    assertThat(target.find(ADA)).isEmpty();
    assertThat(text(target, ref("ada", "other"))).contains("of other");
  }

  @Test
  void otherSecretsAreSkippedReplacedOrStopIt() {
    put(source, ADA, "new");
    put(source, BOB, "same");
    byte[] export = export(ExportSelection.everything());
    put(target, ADA, "old");
    try (Secret secret = Secret.of("same")) {
      target.put(BOB, secret);
    }
    ImportOptions options = ImportOptions.standard();
    assertThatThrownBy(() -> in(export, options))
        .isInstanceOf(VersionTaken.class)
        .hasMessageContaining("ada");
    assertThat(in(export, options.dry()).problems()).hasSize(1);
    assertThat(in(export, options.onConflict(Conflict.SKIP)))
        .isEqualTo(new ImportReport(0, 0, 1, 1, 0, 0, List.of()));
    assertThat(text(target, ADA)).contains("old");
    ImportReport would = in(export, options.onConflict(Conflict.REPLACE).dry());
    assertThat(text(target, ADA)).contains("old");
    assertThat(in(export, options.onConflict(Conflict.REPLACE)))
        .isEqualTo(would)
        .isEqualTo(new ImportReport(0, 1, 1, 0, 0, 1, List.of()));
    assertThat(text(target, ADA)).contains("new");
    assertThat(target.info(ADA).orElseThrow().version()).isEqualTo(2);
    assertThat(target.findPrevious(ADA).map(Fixture::text)).contains("old");
    assertThat(in(export, options)).isEqualTo(new ImportReport(0, 0, 2, 0, 0, 0, List.of()));
  }

  @Test
  void namesAreMappedAndWhatStandsForAnotherStaysSo() {
    SecretRef usual = ref("ada", "openai");
    SecretRef second = new SecretRef("acme", Optional.of("ada"), "openai", "second");
    put(source, second, "second");
    source.makeDefault(second);
    put(source, BOB, "left out");
    byte[] export = export(ExportSelection.everything());
    ImportOptions moved =
        ImportOptions.standard()
            .mapped(
                ref ->
                    ref.user().equals(Optional.of("bob"))
                        ? Optional.empty()
                        : Optional.of(
                            new SecretRef("new", ref.user(), ref.provider(), ref.name())));
    assertThat(in(export, moved)).isEqualTo(new ImportReport(2, 0, 0, 0, 1, 2, List.of()));
    assertThat(text(target, new SecretRef("new", usual.user(), "openai", "default")))
        .contains("second");
    ImportOptions apart =
        ImportOptions.standard()
            .mapped(
                ref ->
                    Optional.of(
                        ref.name().equals("second")
                            ? new SecretRef("other", ref.user(), ref.provider(), "second")
                            : ref));
    ImportReport report = in(export, apart);
    assertThat(report.leftOut()).isEqualTo(1);
    assertThat(report.problems()).hasSize(1);
  }

  @Test
  void twoSecretsUnderOneNameAreAConflict() {
    put(source, ADA, "one");
    put(source, BOB, "two");
    byte[] export = export(ExportSelection.everything());
    ImportOptions one = ImportOptions.standard().mapped(ref -> Optional.of(ADA));
    assertThatThrownBy(() -> in(export, one)).isInstanceOf(VersionTaken.class);
    in(export, one.onConflict(Conflict.REPLACE));
    assertThat(target.info(ADA).orElseThrow().version()).isGreaterThanOrEqualTo(2);
    assertThat(target.admin().verify().sound()).isTrue();
  }

  @Test
  void policyDecidesOnEachSecretBothWays() {
    put(source, ADA, "of ada");
    put(source, BOB, "of bob");
    byte[] export = export(ExportSelection.everything());
    AccessPolicy notBob =
        access -> access.ref().flatMap(SecretRef::user).filter("bob"::equals).isEmpty();
    try (Vault refusing = Vault.newBuilder(new MemoryVaultStore(), KEY).policy(notBob).open()) {
      Transfer transfer = Transfer.of(refusing.as("eve"));
      for (ImportOptions options :
          List.of(ImportOptions.standard(), ImportOptions.standard().dry())) {
        assertThatThrownBy(() -> transfer.importFrom(stream(export), recipient, options))
            .isInstanceOf(AccessRefused.class)
            .hasMessageContaining("eve");
      }
      assertThat(refusing.find(ADA)).isEmpty();
      put(refusing, ADA, "of ada");
      assertThat(
              transfer
                  .exportTo(new ByteArrayOutputStream(), ExportSelection.of("acme"), KEY)
                  .secrets())
          .isEqualTo(1);
    }
    try (Vault refusing =
        Vault.newBuilder(new MemoryVaultStore(), KEY)
            .policy(access -> access.action() != AuditAction.EXPORT)
            .open()) {
      put(refusing, ADA, "of ada");
      assertThatThrownBy(
              () ->
                  Transfer.of(refusing)
                      .exportTo(new ByteArrayOutputStream(), ExportSelection.of("acme"), KEY))
          .isInstanceOf(AccessRefused.class);
    }
  }

  @Test
  void secretThatCannotBeTrustedIsToldAndTheOthersLeave() {
    MemoryVaultStore rows = new MemoryVaultStore();
    try (Vault vault = open(rows, KEY)) {
      put(vault, ADA, "of ada");
      put(vault, BOB, "of bob");
      var first =
          rows.scan(
                  dev.atom.vault.store.RowKind.SECRET,
                  dev.atom.vault.store.Bytes.EMPTY,
                  dev.atom.vault.store.Bytes.EMPTY,
                  1)
              .getFirst();
      rows.commit(List.of(new dev.atom.vault.store.Change.Delete(first.key(), first.revision())));
      ExportReport report =
          Transfer.of(vault)
              .exportTo(
                  new ByteArrayOutputStream(), ExportSelection.everything(), recipient.recipient());
      assertThat(report.secrets()).isEqualTo(1);
      assertThat(report.problems()).hasSize(1);
    }
  }

  @Test
  void everyCommitOfAnImportMayBeTheLast() {
    for (int i = 0; i < 250; i++) {
      String tenant = i % 2 == 0 ? "acme" : "globex";
      put(source, new SecretRef(tenant, Optional.of("u" + i), "p", "n"), "value " + i);
    }
    byte[] export = export(ExportSelection.everything());
    AtomicInteger commits = new AtomicInteger();
    HookedStore counted = new HookedStore(new MemoryVaultStore());
    try (Vault vault = open(counted, KEY)) {
      counted.afterCommit = commits::incrementAndGet;
      Transfer.of(vault).importFrom(stream(export), recipient, ImportOptions.standard());
    }
    int all = commits.get();
    assertThat(all).isGreaterThanOrEqualTo(4);
    for (int at = 1; at <= all; at++) {
      for (boolean before : List.of(true, false)) {
        interrupted(export, at, before);
      }
    }
  }

  private void interrupted(byte[] export, int at, boolean before) {
    MemoryVaultStore rows = new MemoryVaultStore();
    HookedStore dying = new HookedStore(rows);
    AtomicInteger commits = new AtomicInteger();
    Vault vault = open(dying, KEY);
    dying.beforeCommit =
        () -> {
          if (commits.incrementAndGet() == at && before) {
            throw new VaultUnavailable("the process ends here");
          }
        };
    dying.afterCommit =
        () -> {
          if (commits.get() == at) {
            throw new VaultUnavailable("the process ends here");
          }
        };
    assertThatThrownBy(
            () ->
                Transfer.of(vault).importFrom(stream(export), recipient, ImportOptions.standard()))
        .isInstanceOf(VaultUnavailable.class);
    try (Vault again = open(rows, KEY)) {
      long there = again.list("acme").size() + again.list("globex").size();
      assertThat(audit(again, AuditAction.IMPORT).size()).isEqualTo((int) there);
      ImportReport report =
          Transfer.of(again).importFrom(stream(export), recipient, ImportOptions.standard());
      assertThat(report.unchanged()).isEqualTo(there);
      assertThat(report.added()).isEqualTo(250 - there);
      assertThat(again.admin().verify().sound()).isTrue();
    }
  }

  @Test
  void manyLargeVersionsFitOrAreToldOf() {
    String large = "x".repeat(OpenedSecret.LONGEST);
    try (Vault vault =
        Vault.newBuilder(new MemoryVaultStore(), KEY).versions(50).clock(clock).open()) {
      for (int i = 0; i < 45; i++) {
        put(vault, ADA, i + large.substring(2));
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ExportReport report =
          Transfer.of(vault).exportTo(out, ExportSelection.everything().withOlderVersions(), KEY);
      assertThat(report.versions()).isBetween(30L, 40L);
      assertThat(report.problems()).singleElement().asString().contains("too many");
      assertThat(
              Transfer.of(target)
                  .importFrom(stream(out.toByteArray()), KEY, ImportOptions.standard())
                  .versions())
          .isEqualTo(10);
    }
  }

  private Vault open(VaultStore rows, MasterKey key) {
    return Vault.newBuilder(rows, key).clock(clock).open();
  }

  private byte[] export(ExportSelection selection) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Transfer.of(source).exportTo(out, selection, recipient.recipient());
    return out.toByteArray();
  }

  private ImportReport in(byte[] export, ImportOptions options) {
    return Transfer.of(target).importFrom(stream(export), recipient, options);
  }

  private static ByteArrayInputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static List<AuditRecord> audit(Vault vault, AuditAction action) {
    List<AuditRecord> all = new ArrayList<>();
    for (String tenant : List.of("acme", "globex")) {
      vault.audit().read(tenant, 0, 10_000).stream()
          .filter(entry -> entry.action() == action)
          .forEach(all::add);
    }
    return all;
  }
}
