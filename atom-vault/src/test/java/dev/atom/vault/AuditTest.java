package dev.atom.vault;

import static dev.atom.vault.Fixture.KEY;
import static dev.atom.vault.Fixture.put;
import static dev.atom.vault.Fixture.ref;
import static dev.atom.vault.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.json.Json;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.AuditRecord.Outcome;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.MemoryVaultStore;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditTest {
  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
  private static final SecretRef ADA = ref("ada", "openai");
  private static final SecretRef BOB = ref("bob", "openai");

  private final MemoryVaultStore store = new MemoryVaultStore();
  private final Attacker attacker = new Attacker(store);
  private final TestClock clock = new TestClock(NOW);
  private Vault vault = newBuilder().open();

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void everyChangeAndEveryUseIsWrittenDown() {
    Vault eve = vault.as("user:eve");
    put(eve, ADA, "one");
    put(eve, ADA, "two");
    text(vault, ADA);
    text(vault, ADA);
    text(eve, ADA);
    try (Secret shown = eve.read(ADA).orElseThrow()) {
      assertThat(Fixture.text(shown)).isEqualTo("two");
    }
    eve.label(ADA, Map.of("a", "b"));
    eve.rollBack(ADA, 1);
    eve.delete(ADA);
    eve.restore(ADA);
    eve.destroy(ADA);
    List<AuditRecord> all = all("acme");
    assertThat(all)
        .extracting(AuditRecord::action)
        .containsExactlyInAnyOrder(
            AuditAction.PUT,
            AuditAction.PUT,
            AuditAction.USE,
            AuditAction.USE,
            AuditAction.READ,
            AuditAction.LABEL,
            AuditAction.ROLL_BACK,
            AuditAction.DELETE,
            AuditAction.RESTORE,
            AuditAction.DESTROY);
    assertThat(all)
        .filteredOn(record -> record.action() == AuditAction.USE)
        .extracting(record -> record.actor() + " " + record.times() + " " + record.version())
        .containsExactlyInAnyOrder("host 2 2", "user:eve 1 2");
    assertThat(all).extracting(AuditRecord::number).isSorted().startsWith(1L);
    assertThat(all).allSatisfy(record -> assertThat(record.ref()).contains(ADA));
    assertThat(vault.audit().verify("acme").problems()).isEmpty();
  }

  @Test
  void chainsHoldAcrossReopening() {
    for (int i = 0; i < 5; i++) {
      put(vault, ADA, "value " + i);
      vault.close();
      vault = newBuilder().open();
    }
    assertThat(vault.audit().verify("acme"))
        .isEqualTo(new Audit.Verification("acme", 5, 1, List.of()));
  }

  @Test
  void anEntryThatIsChangedRemovedMovedOrAddedIsFound() {
    for (int i = 0; i < 6; i++) {
      put(vault, ADA, "value " + i);
    }
    List<Row> entries = attacker.rows(RowKind.AUDIT);
    Map<dev.atom.vault.store.RowKey, Row> before = attacker.rows();
    for (Row entry : entries) {
      attacker.remove(entry.key());
      assertThat(vault.audit().verify("acme").sound()).isFalse();
      byte[] content = entry.content().toArray();
      for (int bit = 0; bit < content.length * 8; bit += 3) {
        content[bit / 8] ^= (byte) (1 << bit % 8);
        attacker.write(new Row(entry.key(), entry.revision(), Bytes.of(content)));
        content[bit / 8] ^= (byte) (1 << bit % 8);
        assertThat(vault.audit().verify("acme").sound()).isFalse();
      }
      for (Row other : entries) {
        if (!other.equals(entry)) {
          attacker.write(new Row(entry.key(), entry.revision(), other.content()));
          assertThat(vault.audit().verify("acme").sound()).isFalse();
        }
      }
      attacker.restore(before);
    }
    assertThat(vault.audit().verify("acme").sound()).isTrue();
  }

  @Test
  void whatThePolicyRefusesIsNotDoneAndWrittenDownAtOnce() {
    put(vault, ADA, "value");
    vault.close();
    vault =
        newBuilder()
            .policy(access -> access.actor().equals("host") || access.action() == AuditAction.USE)
            .open();
    Vault eve = vault.as("user:eve");
    assertThat(text(eve, ADA)).contains("value");
    int before = attacker.rows(RowKind.AUDIT).size();
    List<org.assertj.core.api.ThrowableAssert.ThrowingCallable> tries =
        List.of(
            () -> eve.read(ADA),
            () -> put(eve, ADA, "new"),
            () -> eve.delete(ADA),
            () -> eve.destroy(ADA),
            () -> eve.restore(ADA),
            () -> eve.rollBack(ADA, 1),
            () -> eve.label(ADA, Map.of()),
            () -> eve.expire(ADA, NOW),
            () -> eve.makeDefault(ADA),
            () -> eve.masked(ADA),
            () -> eve.info(ADA),
            () -> eve.fingerprint(ADA),
            () -> eve.list("acme"));
    tries.forEach(
        one ->
            assertThatThrownBy(one)
                .isInstanceOf(AccessRefused.class)
                .hasMessageContaining("user:eve"));
    assertThat(attacker.rows(RowKind.AUDIT)).hasSize(before + tries.size());
    assertThat(all("acme"))
        .filteredOn(record -> record.outcome() == Outcome.DENIED)
        .hasSize(tries.size())
        .allSatisfy(record -> assertThat(record.actor()).isEqualTo("user:eve"));
    assertThat(text(vault, ADA)).contains("value");
  }

  @Test
  void aRefusalForATenantThatIsNotThereIsInTheVaultsOwnAudit() {
    vault.close();
    vault = newBuilder().policy(access -> false).open();
    assertThatThrownBy(() -> vault.find(ADA)).isInstanceOf(AccessRefused.class);
    assertThat(all(""))
        .singleElement()
        .satisfies(record -> assertThat(record.outcome()).isEqualTo(Outcome.DENIED));
  }

  @Test
  void aPolicyThatThrowsRefuses() {
    put(vault, ADA, "value");
    vault.close();
    vault =
        newBuilder()
            .policy(
                access -> {
                  throw new IllegalStateException("no decision");
                })
            .open();
    assertThatThrownBy(() -> vault.find(ADA)).isInstanceOf(IllegalStateException.class);
    assertThat(all("acme")).extracting(AuditRecord::outcome).contains(Outcome.DENIED);
  }

  @Test
  void whatFailsIsWrittenDownWithItsCode() {
    vault.put(ADA, Secret.of("x"), NOW);
    assertThatThrownBy(() -> vault.find(ADA)).isInstanceOf(SecretExpired.class);
    assertThat(all("acme").getLast())
        .satisfies(
            record -> {
              assertThat(record.outcome()).isEqualTo(Outcome.FAILED);
              assertThat(record.detail()).isEqualTo("secret_expired");
            });
  }

  @Test
  void queriesPickWhatIsAskedFor() {
    put(vault, ADA, "one");
    clock.advance(Duration.ofHours(1));
    put(vault.as("eve"), BOB, "two");
    vault.delete(ADA);
    assertThat(query(AuditQuery.of(BOB))).hasSize(1);
    assertThat(query(AuditQuery.all())).hasSize(3);
    Optional<Instant> later = Optional.of(NOW.plusSeconds(1));
    assertThat(
            query(
                new AuditQuery(
                    later, Optional.empty(), Set.of(), Optional.of("eve"), Optional.empty())))
        .hasSize(1);
    assertThat(
            query(
                new AuditQuery(
                    Optional.empty(),
                    later,
                    Set.of(AuditAction.PUT),
                    Optional.empty(),
                    Optional.empty())))
        .hasSize(1);
  }

  @Test
  void entriesAreExportedAsLinesOfJson() throws IOException {
    put(vault.as("user:\"ada\"\n"), ADA, "value");
    text(vault, ADA);
    vault.delete(ADA);
    StringBuilder out = new StringBuilder();
    assertThat(vault.audit().export("acme", AuditQuery.all(), out)).isEqualTo(3);
    List<Json> lines = out.toString().lines().map(Json::parse).toList();
    assertThat(lines.getFirst())
        .isEqualTo(
            Json.parse(
                """
                {"number": 1, "at": "2026-05-01T10:00:00Z", "since": "2026-05-01T10:00:00Z",
                 "actor": "user:\\"ada\\"\\n", "action": "put", "outcome": "done", "times": 1,
                 "user": "ada", "provider": "openai", "name": "default", "version": 1}
                """));
    assertThat(lines).hasSize(3);
  }

  @Test
  void oldEntriesAreDroppedAndTheRestStaysVerified() {
    Audit.Anchor first = null;
    for (int i = 0; i < 10; i++) {
      put(vault, ADA, "value " + i);
      clock.advance(Duration.ofDays(1));
      if (i == 7) {
        first = vault.audit().anchor("acme");
      }
    }
    Retention.Swept swept =
        vault.admin().sweep(new Retention(Optional.empty(), Optional.of(Duration.ofDays(5))));
    assertThat(swept).isEqualTo(new Retention.Swept(1, 0, 5));
    Audit.Verification verification = vault.audit().verify("acme");
    assertThat(verification.problems()).isEmpty();
    assertThat(verification.first()).isEqualTo(6);
    assertThat(all("acme").getLast().action()).isEqualTo(AuditAction.FORGET);
    vault.audit().require(java.util.Objects.requireNonNull(first));
    attacker.remove(attacker.rows(RowKind.AUDIT).getFirst().key());
    assertThat(vault.audit().verify("acme").sound()).isFalse();
  }

  @Test
  void deletedSecretsAreDestroyedAfterTheirTime() {
    put(vault, ADA, "one");
    put(vault, BOB, "two");
    vault.delete(ADA);
    clock.advance(Duration.ofDays(10));
    vault.delete(BOB);
    Retention retention = new Retention(Optional.of(Duration.ofDays(10)), Optional.empty());
    assertThat(vault.admin().sweep(retention)).isEqualTo(new Retention.Swept(1, 1, 0));
    assertThat(vault.restore(ADA)).isFalse();
    assertThat(vault.restore(BOB)).isTrue();
    List<String> names = new ArrayList<>();
    vault.admin().tenants(names::add);
    assertThat(names).containsExactly("acme");
  }

  @Test
  void usesOfManyTenantsAreWrittenSideBySideAndNoneIsLost() {
    int many = 100;
    for (int i = 0; i < many; i++) {
      SecretRef ref = new SecretRef("tenant " + i, Optional.empty(), "openai", "default");
      put(vault, ref, "value");
      text(vault, ref);
      text(vault, ref);
    }
    vault.flush();
    for (int i = 0; i < many; i++) {
      assertThat(all("tenant " + i))
          .extracting(record -> record.action() + " " + record.times())
          .containsExactly("PUT 1", "USE 2");
      assertThat(vault.audit().verify("tenant " + i).sound()).isTrue();
    }
  }

  @Test
  void eachUseIsWrittenBeforeItIsGivenOutIfTheHostWantsThat() {
    vault.close();
    vault = newBuilder().accessInterval(Duration.ZERO).open();
    put(vault, ADA, "value");
    text(vault, ADA);
    text(vault, ADA);
    assertThat(attacker.rows(RowKind.AUDIT)).hasSize(3);
  }

  private List<AuditRecord> all(String tenant) {
    return vault.audit().read(tenant, 0, 1_000);
  }

  private List<AuditRecord> query(AuditQuery query) {
    List<AuditRecord> found = new ArrayList<>();
    vault.audit().query("acme", query, found::add);
    return found;
  }

  private VaultBuilder newBuilder() {
    return Vault.newBuilder(store, KEY).clock(clock).accessInterval(Duration.ofHours(1));
  }
}
