package dev.atom.vault;

import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.VaultCore.Given;
import dev.atom.vault.grant.GrantInfo;
import dev.atom.vault.grant.GrantOptions;
import dev.atom.vault.grant.GrantRefresher;
import dev.atom.vault.grant.Grants;
import dev.atom.vault.refresh.GrantChange;
import dev.atom.vault.refresh.GrantRecord;
import dev.atom.vault.refresh.GrantRows;
import dev.atom.vault.refresh.VaultGrants;
import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.store.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

/** The grants among a vault's rows: secrets of their own kind, with a lease beside each. */
final class VaultGrantRows implements GrantRows {
  private static final Comparator<GrantInfo> ORDER =
      Comparator.comparing((GrantInfo info) -> info.ref().user().orElse(""))
          .thenComparing(info -> info.ref().provider())
          .thenComparing(info -> info.ref().name());

  private final VaultCore core;

  VaultGrantRows(VaultCore core) {
    this.core = core;
  }

  static Grants grants(
      VaultCore core, String actor, GrantRefresher refresher, GrantOptions options) {
    byte[] owner = new byte[16];
    core.roots().random().nextBytes(owner);
    return VaultGrants.of(
        new VaultGrantRows(core), refresher, options, Bytes.wrapping(owner), actor);
  }

  @Override
  public long now() {
    return core.now();
  }

  @Override
  public long nanos() {
    return core.tenants.nanos();
  }

  @Override
  public void pause(long nanos) {
    LockSupport.parkNanos(nanos);
  }

  @Override
  public void require(String actor, AuditAction action, SecretRef ref) {
    core.require(actor, action, ref.tenant(), Optional.of(ref));
  }

  @Override
  public Optional<Secret> used(String actor, SecretRef ref, Supplier<Optional<Token>> giving) {
    return core.accessed(
        actor,
        AuditAction.USE,
        ref,
        () -> giving.get().map(token -> new Given<>(token.secret(), token.version())));
  }

  @Override
  public Optional<GrantRecord> find(SecretRef ref) {
    core.requireOpen();
    Optional<OpenedSecret> found = core.secrets.find(ref);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (OpenedSecret opened = found.get()) {
      return opened.head().state() == SecretState.ACTIVE ? parsed(opened) : Optional.empty();
    }
  }

  @Override
  public NoSuchSecret none(SecretRef ref) {
    return new NoSuchSecret("there is no grant: " + Words.of(ref) + "; save one first");
  }

  @Override
  public List<GrantInfo> list(String actor, String tenant) {
    core.require(actor, AuditAction.LIST, tenant, Optional.empty());
    List<GrantInfo> infos = new ArrayList<>();
    core.tenants
        .find(tenant)
        .ifPresent(
            found ->
                core.listing.each(
                    found,
                    (row, opened) -> add(infos, opened),
                    unusable -> {
                      // What doesn't open is nobody's grant; the vault's own list shows it.
                    }));
    infos.sort(ORDER);
    return infos;
  }

  @Override
  public long put(String actor, SecretRef ref, GrantRecord grant) {
    PutCheck.requireNames(ref);
    byte[] plain = grant.toByteArray();
    try (Secret body = Secret.of(plain)) {
      return core.secrets.put(
          actor, ref, body, PutOptions.standard().ofKind(SecretKind.OAUTH_GRANT));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  @Override
  public boolean destroy(String actor, SecretRef ref) {
    return core.secrets.destroy(actor, ref);
  }

  @Override
  public <T> T change(SecretRef ref, Function<GrantChange, T> work) {
    core.requireOpen();
    return core.tenants.change(
        ref.tenant(),
        false,
        change -> {
          try (RowsChange grant = new RowsChange(core, change, ref)) {
            return work.apply(grant);
          }
        });
  }

  @Override
  public void closeFirst(AutoCloseable part) {
    core.closeFirst(part);
  }

  @Override
  public String words(SecretRef ref) {
    return Words.of(ref).replaceFirst("the secret", "the grant");
  }

  /** A grant's record; empty if the secret is none, whatever it calls itself. */
  static Optional<GrantRecord> parsed(OpenedSecret opened) {
    if (opened.head().kind() != SecretKind.OAUTH_GRANT || !opened.hasValue()) {
      return Optional.empty();
    }
    return opened.with(
        plain -> {
          try {
            return Optional.of(GrantRecord.parse(plain, opened.head().version()));
          } catch (FieldReader.Malformed e) {
            return Optional.empty();
          }
        });
  }

  /** Refuses to give a grant's record out as if it were a key: its tokens leave one at a time. */
  static void requireNone(OpenedSecret opened) {
    Optional<GrantRecord> record = parsed(opened);
    if (record.isPresent()) {
      record.get().close();
      throw new NoSuchSecret(
          Words.of(opened.head().ref())
              + " is a grant; ask the vault's grants for its access token");
    }
  }

  private static void add(List<GrantInfo> infos, OpenedSecret opened) {
    if (opened.head().state() == SecretState.ACTIVE) {
      parsed(opened)
          .ifPresent(
              record -> {
                try (record) {
                  infos.add(record.info(opened.head().ref()));
                }
              });
    }
  }
}
