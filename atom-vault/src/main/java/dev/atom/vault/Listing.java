package dev.atom.vault;

import dev.atom.secret.Masked;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.Part.Entry;
import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKind;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Goes through a tenant's secrets; one that doesn't open hides no other. Thread-safe. */
final class Listing {
  private static final int PAGE = 500;

  /** By user, provider and name; what has no name comes last. */
  private static final Comparator<VaultEntry> ORDER =
      Comparator.comparing((VaultEntry entry) -> refOf(entry).isEmpty())
          .thenComparing(entry -> refOf(entry).flatMap(SecretRef::user).orElse(""))
          .thenComparing(entry -> refOf(entry).map(SecretRef::provider).orElse(""))
          .thenComparing(entry -> refOf(entry).map(SecretRef::name).orElse(""));

  private final Tenants tenants;
  private final Secrets secrets;
  private final StatusRows status;
  private final boolean masks;

  Listing(Tenants tenants, Secrets secrets, StatusRows status, boolean masks) {
    this.tenants = tenants;
    this.secrets = secrets;
    this.status = status;
    this.masks = masks;
  }

  /** All of a tenant's secrets that are not destroyed, by user, provider and name. */
  List<VaultEntry> list(String name) {
    Optional<Tenant> tenant = tenants.find(name);
    if (tenant.isEmpty()) {
      return List.of();
    }
    Map<Bytes, SecretStatus> statuses = statuses(tenant.get());
    List<VaultEntry> entries = new ArrayList<>();
    each(
        tenant.get(),
        (row, opened) -> {
          Head head = opened.head();
          if (head.state() != SecretState.DESTROYED) {
            SecretStatus found = statuses.getOrDefault(row.key().id(), SecretStatus.NONE);
            entries.add(new VaultEntry.Usable(SecretInfo.of(head, found), mask(opened)));
          }
        },
        entries::add);
    entries.sort(ORDER);
    return entries;
  }

  /** The secrets of a tenant whose newest version has a fingerprint. */
  List<SecretRef> withFingerprint(String name, String provider, Bytes fingerprint) {
    Optional<Tenant> tenant = tenants.find(name);
    List<SecretRef> found = new ArrayList<>();
    if (tenant.isPresent()) {
      each(
          tenant.get(),
          (row, opened) -> {
            Head head = opened.head();
            if (head.ref().provider().equals(provider) && head.fingerprint().equals(fingerprint)) {
              found.add(head.ref());
            }
          },
          unusable -> {
            // What doesn't open can't be compared; list() shows it.
          });
    }
    return found;
  }

  /** What a screen may show of a secret. */
  Masked mask(OpenedSecret opened) {
    boolean tokens = opened.head().kind() == SecretKind.OAUTH_GRANT;
    if (!masks || tokens || !opened.hasValue()) {
      return Masked.hidden();
    }
    try (Secret secret = opened.secret()) {
      return secret.masked();
    }
  }

  /** Hands every secret's row to one side if it opens, and to the other if not. */
  void each(
      Tenant tenant,
      BiConsumer<Row, OpenedSecret> usable,
      java.util.function.Consumer<VaultEntry.Unusable> unusable) {
    TenantState state = tenant.state();
    Map<Long, Boolean> seen = new HashMap<>();
    Bytes after = Bytes.EMPTY;
    List<Row> page = tenants.store().scan(RowKind.SECRET, tenant.id, after, PAGE);
    while (!page.isEmpty()) {
      for (Row row : page) {
        seen.put(Ids.shortId(row.key()), true);
        one(tenant, row, usable, unusable);
      }
      after = page.getLast().key().id();
      page = tenants.store().scan(RowKind.SECRET, tenant.id, after, PAGE);
    }
    missing(tenant, state, seen, unusable);
  }

  private void one(
      Tenant tenant,
      Row row,
      BiConsumer<Row, OpenedSecret> usable,
      java.util.function.Consumer<VaultEntry.Unusable> unusable) {
    try {
      Row believed = believed(tenant, row);
      try (OpenedSecret opened = secrets.open(tenant, believed)) {
        usable.accept(believed, opened);
      }
    } catch (TamperedRecord | UnsupportedFormat e) {
      unusable.accept(
          new VaultEntry.Unusable(
              nameOf(tenant, row), row.key().id().toHex(), e.code(), message(e)));
    } catch (NoSuchSecret | TenantShredded e) {
      // Removed between the two looks.
    }
  }

  /** Compares with the manifest; the slow way only if they differ. */
  private Row believed(Tenant tenant, Row row) {
    TenantState state = tenant.state();
    if (tenants.manifests().find(tenant, state, row.key()).equals(Entry.of(row))
        && tenants.opens(tenant, row)) {
      return row;
    }
    return tenants
        .secret(tenant, row.key())
        .orElseThrow(() -> new NoSuchSecret("the secret was removed"));
  }

  /** What the manifest names and the store doesn't have. */
  private void missing(
      Tenant tenant,
      TenantState state,
      Map<Long, Boolean> seen,
      java.util.function.Consumer<VaultEntry.Unusable> unusable) {
    for (long id : tenants.manifests().ids(tenant, state)) {
      if (!seen.containsKey(id) && !addedSince(tenant, state, id)) {
        unusable.accept(
            new VaultEntry.Unusable(
                Optional.empty(),
                Long.toHexString(id),
                "tampered_record",
                "a secret's record was removed behind the vault's back; restore the vault"));
      }
    }
  }

  /** Whether the tenant has changed since, so that the scan may have missed what is new. */
  private boolean addedSince(Tenant tenant, TenantState state, long id) {
    byte[] from = tenant.id.plus(new dev.atom.vault.seal.FieldWriter().i64(id).toBytes()).toArray();
    return !tenants.store().scan(RowKind.SECRET, Bytes.of(from), Bytes.EMPTY, 1).isEmpty()
        || (tenant.state().epoch() != state.epoch()
            && tenants.manifests().ofShortId(tenant, tenant.state(), id).revision() == 0);
  }

  private Optional<SecretRef> nameOf(Tenant tenant, Row row) {
    try {
      byte[] name = tenants.seal().openName(tenants.key(tenant, RowSeal.generation(row)), row);
      return Optional.of(Ids.readRef(new FieldReader(name)));
    } catch (GeneralSecurityException | FieldReader.Malformed | VaultException e) {
      return Optional.empty();
    }
  }

  private Map<Bytes, SecretStatus> statuses(Tenant tenant) {
    Map<Bytes, SecretStatus> statuses = new HashMap<>();
    Bytes after = Bytes.EMPTY;
    List<Row> page = tenants.store().scan(RowKind.STATUS, tenant.id, after, PAGE);
    while (!page.isEmpty()) {
      page.forEach(row -> statuses.put(row.key().id(), status.opened(tenant, row)));
      after = page.getLast().key().id();
      page = tenants.store().scan(RowKind.STATUS, tenant.id, after, PAGE);
    }
    return statuses;
  }

  private static String message(VaultException e) {
    return java.util.Objects.requireNonNullElse(e.getMessage(), "");
  }

  private static Optional<SecretRef> refOf(VaultEntry entry) {
    return switch (entry) {
      case VaultEntry.Usable usable -> Optional.of(usable.info().ref());
      case VaultEntry.Unusable unusable -> unusable.ref();
    };
  }
}
