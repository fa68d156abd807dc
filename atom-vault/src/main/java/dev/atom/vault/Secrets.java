package dev.atom.vault;

import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.TamperedRecord.How;
import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Change;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads and changes secrets, one commit a change. Knows nothing of who may. Thread-safe. */
final class Secrets {
  private final Tenants tenants;
  private final StatusRows status;
  private final Keeping keeping;
  private final OlderVersions versions;

  /**
   * How long old versions are kept.
   *
   * @param versions how many versions of a secret, the newest included; 1 or more
   * @param grace how long the one before is given out as the previous one
   */
  record Keeping(int versions, Duration grace) {}

  Secrets(Tenants tenants, StatusRows status, Keeping keeping) {
    this.tenants = tenants;
    this.status = status;
    this.keeping = keeping;
    this.versions = new OlderVersions(tenants, this);
  }

  /** How many versions are kept, the newest included. */
  int versions() {
    return keeping.versions();
  }

  /** A secret's newest row, opened; empty if there never was one. The caller closes it. */
  Optional<OpenedSecret> find(SecretRef ref) {
    Optional<Tenant> tenant = tenants.find(ref.tenant());
    if (tenant.isEmpty()) {
      return Optional.empty();
    }
    RowKey key = tenants.key(tenant.get(), ref);
    try {
      return tenants.secret(tenant.get(), key).map(row -> open(tenant.get(), ref, row));
    } catch (TenantShredded e) {
      return Optional.empty();
    }
  }

  /** An older version, opened; the caller closes it. */
  Optional<OpenedSecret> older(SecretRef ref, Head.Older older) {
    return tenants
        .find(ref.tenant())
        .map(tenant -> version(tenant, tenants.key(tenant, ref), ref, older));
  }

  long put(String actor, SecretRef ref, Secret secret, PutOptions options) {
    return tenants.change(
        ref.tenant(),
        true,
        change ->
            secret.use(
                PlaintextAccess.granted(),
                plain -> put(change, ref, plain, options, actor, AuditAction.PUT)));
  }

  /** Puts a value as part of a change. */
  private long put(
      TenantChange change,
      SecretRef ref,
      byte[] plain,
      PutOptions options,
      String actor,
      AuditAction action) {
    RowKey key = tenants.key(change.tenant(), ref);
    Optional<Row> row = change.secret(key);
    try (Current current = new Current(row.map(found -> open(change.tenant(), ref, found)))) {
      requireVersion(ref, current.version(), options);
      long now = tenants.now();
      long version = current.version() + 1;
      List<Head.Older> older = keepOld(change, key, current, options, now);
      Head head =
          new Head(
              ref,
              options.kind(),
              SecretState.ACTIVE,
              version,
              now,
              options.expires().map(Secrets::millis).orElse(Head.NEVER),
              now,
              fingerprint(ref, plain),
              Optional.empty(),
              options.labels().orElse(current.labels()),
              older);
      write(change, key, row, head, plain);
      change.audit(AuditEvent.done(now, actor, action, ref, version));
      return version;
    }
  }

  /** Makes a name stand for another one of the same tenant, user and provider. */
  void pointTo(String actor, SecretRef from, String name) {
    SecretRef to = new SecretRef(from.tenant(), from.user(), from.provider(), name);
    change(
        from,
        true,
        (change, current) -> {
          requireTarget(change, to);
          RowKey key = tenants.key(change.tenant(), from);
          Optional<Row> row = change.secret(key);
          long now = tenants.now();
          List<Head.Older> older = keepOld(change, key, current, PutOptions.standard(), now);
          Head head =
              new Head(
                  from,
                  SecretKind.API_KEY,
                  SecretState.ACTIVE,
                  current.version() + 1,
                  now,
                  Head.NEVER,
                  now,
                  Head.NO_FINGERPRINT,
                  Optional.of(name),
                  current.labels(),
                  older);
          write(change, key, row, head, new byte[0]);
          change.audit(
              AuditEvent.done(now, actor, AuditAction.DEFAULT, from, head.version())
                  .withDetail(name));
          return true;
        });
  }

  long rollBack(String actor, SecretRef ref, long version) {
    return change(
        ref,
        false,
        (change, current) -> {
          Head.Older older =
              current.head().older().stream()
                  .filter(one -> one.version() == version)
                  .findFirst()
                  .orElseThrow(
                      () ->
                          new NoSuchSecret(
                              Words.of(ref)
                                  + " has no older version "
                                  + version
                                  + "; info() lists those that are kept"));
          RowKey key = tenants.key(change.tenant(), ref);
          try (OpenedSecret found = version(change.tenant(), key, ref, older)) {
            PutOptions options =
                PutOptions.standard().ofKind(found.head().kind()).labelled(current.labels());
            PutOptions timed =
                older.expires() == Head.NEVER
                    ? options
                    : options.until(Instant.ofEpochMilli(older.expires()));
            return found.with(
                plain -> put(change, ref, plain, timed, actor, AuditAction.ROLL_BACK));
          }
        });
  }

  /** Deletes a secret so that it can be restored; false if there is none. */
  boolean delete(String actor, SecretRef ref) {
    return moved(actor, ref, SecretState.ACTIVE, SecretState.DELETED, AuditAction.DELETE);
  }

  /** Restores a deleted secret; false if there is none. */
  boolean restore(String actor, SecretRef ref) {
    return moved(actor, ref, SecretState.DELETED, SecretState.ACTIVE, AuditAction.RESTORE);
  }

  /** Destroys a secret and all its versions; false if there is none. */
  boolean destroy(String actor, SecretRef ref) {
    return ifThere(
        ref,
        (change, current) -> {
          if (current.state() == SecretState.DESTROYED) {
            return false;
          }
          RowKey key = tenants.key(change.tenant(), ref);
          current.head().older().forEach(one -> remove(change, key, one));
          long now = tenants.now();
          write(change, key, change.secret(key), current.head().destroyed(now), new byte[0]);
          status.remove(change, key);
          change.audit(AuditEvent.done(now, actor, AuditAction.DESTROY, ref, current.version()));
          return true;
        });
  }

  /** Destroys one older version; false if it isn't kept. */
  boolean destroy(String actor, SecretRef ref, long version) {
    return ifThere(
        ref,
        (change, current) -> {
          List<Head.Older> kept = new ArrayList<>(current.head().older());
          Optional<Head.Older> one =
              kept.stream().filter(older -> older.version() == version).findFirst();
          if (one.isEmpty()) {
            return false;
          }
          RowKey key = tenants.key(change.tenant(), ref);
          remove(change, key, one.get());
          kept.remove(one.get());
          long now = tenants.now();
          rewrite(change, key, current, current.head().withOlder(kept, now));
          change.audit(AuditEvent.done(now, actor, AuditAction.DESTROY, ref, version));
          return true;
        });
  }

  void label(String actor, SecretRef ref, Map<String, String> labels) {
    Map<String, String> checked = PutOptions.checked(labels);
    edit(actor, ref, (head, now) -> head.withLabels(checked, now));
  }

  void expire(String actor, SecretRef ref, Instant end) {
    edit(actor, ref, (head, now) -> head.withExpires(millis(end), now));
  }

  /** A keyed fingerprint of a value, the same for equal values of a tenant at a provider. */
  Bytes fingerprint(SecretRef ref, byte[] plain) {
    FieldWriter input = new FieldWriter(128 + plain.length);
    input.text(ref.tenant()).text(ref.provider()).raw(plain);
    byte[] bytes = input.toByteArray();
    input.wipe();
    try {
      return tenants.roots().functions().fingerprints().shorter(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** Opens a row that was believed. */
  OpenedSecret open(Tenant tenant, SecretRef ref, Row row) {
    OpenedSecret opened = open(tenant, row);
    if (!opened.head().ref().equals(ref)) {
      opened.close();
      throw new TamperedRecord(
          How.PLANTED, Words.of(ref) + " can't be trusted: its record is another one's");
    }
    return opened;
  }

  /** Opens a row that was believed, whatever it is called. */
  OpenedSecret open(Tenant tenant, Row row) {
    try {
      byte[] plain = tenants.seal().openSecret(tenants.key(tenant, RowSeal.generation(row)), row);
      return OpenedSecret.read(plain);
    } catch (GeneralSecurityException | FieldReader.Malformed e) {
      throw new TamperedRecord(
          How.CHANGED,
          "a secret of the tenant '%s' (row %s) can't be trusted: it was not sealed for this place,"
                  .formatted(Words.safe(tenant.state().name()), row.key().id().toHex())
              + " or its bytes were changed; restore the vault from a backup");
    }
  }

  /** Seals and writes a secret's row; plain bytes are not kept. */
  void write(TenantChange change, RowKey key, Optional<Row> old, Head head, byte[] plain) {
    FieldWriter all = OpenedSecret.write(head, plain);
    byte[] bytes = all.toByteArray();
    all.wipe();
    FieldWriter name = new FieldWriter(64);
    Ids.writeRef(name, head.ref());
    try {
      change.putSecret(key, old.map(Row::revision).orElse(0L), name.toByteArray(), bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  static long millis(Instant end) {
    try {
      return end.toEpochMilli();
    } catch (ArithmeticException e) {
      return end.isAfter(Instant.EPOCH) ? Head.NEVER : Long.MIN_VALUE;
    }
  }

  private void edit(String actor, SecretRef ref, BiFunction<Head, Long, Head> function) {
    boolean there =
        ifThere(
            ref,
            (change, current) -> {
              if (current.state() == SecretState.DESTROYED) {
                return false;
              }
              long now = tenants.now();
              RowKey key = tenants.key(change.tenant(), ref);
              rewrite(change, key, current, function.apply(current.head(), now));
              change.audit(AuditEvent.done(now, actor, AuditAction.LABEL, ref, current.version()));
              return true;
            });
    if (!there) {
      throw none(ref);
    }
  }

  private boolean moved(
      String actor, SecretRef ref, SecretState from, SecretState to, AuditAction action) {
    return ifThere(
        ref,
        (change, current) -> {
          if (current.state() != from) {
            return false;
          }
          long now = tenants.now();
          RowKey key = tenants.key(change.tenant(), ref);
          rewrite(change, key, current, current.head().withState(to, now));
          change.audit(AuditEvent.done(now, actor, action, ref, current.version()));
          return true;
        });
  }

  /** The newest row of a secret while it is changed; there may be none. */
  record Current(Optional<OpenedSecret> opened) implements AutoCloseable {
    Head head() {
      return opened.orElseThrow().head();
    }

    long version() {
      return opened.map(found -> found.head().version()).orElse(0L);
    }

    SecretState state() {
      return opened.map(found -> found.head().state()).orElse(SecretState.DESTROYED);
    }

    Map<String, String> labels() {
      return opened.map(found -> found.head().labels()).orElse(Map.of());
    }

    @Override
    public void close() {
      opened.ifPresent(OpenedSecret::close);
    }
  }

  private <T> T change(
      SecretRef ref, boolean create, BiFunction<TenantChange, Current, T> function) {
    return tenants.change(
        ref.tenant(),
        create,
        change -> {
          RowKey key = tenants.key(change.tenant(), ref);
          Optional<OpenedSecret> opened =
              change.secret(key).map(row -> open(change.tenant(), ref, row));
          try (Current current = new Current(opened)) {
            if (opened.isEmpty() && !create) {
              throw none(ref);
            }
            return function.apply(change, current);
          }
        });
  }

  /** Changes a secret if there is one, or was. */
  private boolean ifThere(SecretRef ref, BiFunction<TenantChange, Current, Boolean> function) {
    if (tenants.find(ref.tenant()).isEmpty()) {
      return false;
    }
    return change(
        ref,
        true,
        (change, current) -> current.opened().isPresent() && function.apply(change, current));
  }

  private void rewrite(TenantChange change, RowKey key, Current current, Head head) {
    Optional<Row> row = change.secret(key);
    current
        .opened()
        .orElseThrow()
        .with(
            plain -> {
              write(change, key, row, head, plain);
              return true;
            });
  }

  /** Moves the newest version to the older ones and drops those that are too many. */
  List<Head.Older> keepOld(
      TenantChange change, RowKey key, Current current, PutOptions options, long now) {
    if (current.opened().isEmpty() || current.state() == SecretState.DESTROYED) {
      return List.of();
    }
    Head head = current.head();
    List<Head.Older> older = new ArrayList<>(head.older());
    if (keeping.versions() > 1) {
      long grace = options.grace().orElse(keeping.grace()).toMillis();
      long until = head.state() == SecretState.ACTIVE ? Math.addExact(now, grace) : now;
      writeVersion(change, Ids.version(key, head.version()), current);
      older.add(
          new Head.Older(
              head.version(), head.stored(), head.expires(), until, 1, head.fingerprint()));
    }
    while (older.size() > keeping.versions() - 1) {
      remove(change, key, older.removeFirst());
    }
    return older;
  }

  private void writeVersion(TenantChange change, RowKey key, Current current) {
    current
        .opened()
        .orElseThrow()
        .with(
            plain -> {
              FieldWriter all =
                  OpenedSecret.write(
                      current.head().withOlder(List.of(), current.head().changed()), plain);
              byte[] bytes = all.toByteArray();
              all.wipe();
              try {
                return change.put(key, 0, bytes);
              } finally {
                Arrays.fill(bytes, (byte) 0);
              }
            });
  }

  private void remove(TenantChange change, RowKey secret, Head.Older older) {
    RowKey key = Ids.version(secret, older.version());
    // An attacker may have removed it already; then nothing is left to remove.
    tenants.store().get(key).ifPresent(row -> change.add(new Change.Delete(key, row.revision())));
  }

  /** Opens an older version, as {@link OlderVersions#open} does. */
  OpenedSecret version(Tenant tenant, RowKey secret, SecretRef ref, Head.Older older) {
    return versions.open(tenant, secret, ref, older);
  }

  private void requireTarget(TenantChange change, SecretRef to) {
    RowKey key = tenants.key(change.tenant(), to);
    Optional<Row> row = change.secret(key);
    if (row.isEmpty()) {
      throw none(to);
    }
    try (OpenedSecret opened = open(change.tenant(), to, row.get())) {
      if (opened.head().state() != SecretState.ACTIVE || opened.head().target().isPresent()) {
        throw new NoSuchSecret(
            Words.of(to) + " can't be a default: it is deleted, or stands for another one");
      }
    }
  }

  private static void requireVersion(SecretRef ref, long version, PutOptions options) {
    if (options.replaces().isPresent() && options.replaces().getAsLong() != version) {
      throw new VersionTaken(
          "%s has version %d and not %d; somebody else changed it, read it again"
              .formatted(Words.of(ref), version, options.replaces().getAsLong()));
    }
  }

  private static NoSuchSecret none(SecretRef ref) {
    return new NoSuchSecret("there is no secret to change: " + Words.of(ref));
  }
}
