package dev.atom.vault;

import dev.atom.secret.SecretRef;
import dev.atom.vault.VaultRow.DataKeyRow;
import dev.atom.vault.VaultRow.SecretRow;
import dev.atom.vault.VaultStore.Held;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rows of a store in memory, sealed as they are on the disk, with the order they came in. Reads
 * from any thread, writes from one at a time.
 */
final class VaultIndex {
  private record Placed(SecretRow row, long order) {}

  private final Map<String, Map<SecretRef, Placed>> secrets = new ConcurrentHashMap<>();
  private final Map<Bytes, DataKeyRow> dataKeys = new ConcurrentHashMap<>();
  private final Map<String, DataKeyRow> newestDataKeys = new ConcurrentHashMap<>();
  private long order;
  private volatile long doubtfulUpTo;

  void apply(VaultRow row) {
    order++;
    switch (row) {
      case DataKeyRow key -> {
        dataKeys.put(key.id(), key);
        newestDataKeys.merge(
            key.tenant(), key, (old, now) -> now.generation() > old.generation() ? now : old);
      }
      case SecretRow secret ->
          secrets
              .computeIfAbsent(secret.ref().tenant(), tenant -> new ConcurrentHashMap<>())
              .put(secret.ref(), new Placed(secret, order));
    }
  }

  /** Notes that rows may be missing here: whatever came before may have been replaced by them. */
  void doubtEverythingSoFar() {
    doubtfulUpTo = order;
  }

  Optional<Held> newest(SecretRef ref) {
    return Optional.ofNullable(secrets.getOrDefault(ref.tenant(), Map.of()).get(ref))
        .map(this::held);
  }

  List<Held> ofTenant(String tenant) {
    return secrets.getOrDefault(tenant, Map.of()).values().stream().map(this::held).toList();
  }

  List<Held> all() {
    List<Held> all = new ArrayList<>();
    secrets.values().forEach(some -> some.values().forEach(placed -> all.add(held(placed))));
    return all;
  }

  List<DataKeyRow> dataKeys() {
    return List.copyOf(dataKeys.values());
  }

  Optional<DataKeyRow> dataKey(Bytes id) {
    return Optional.ofNullable(dataKeys.get(id));
  }

  Optional<DataKeyRow> newestDataKey(String tenant) {
    return Optional.ofNullable(newestDataKeys.get(tenant));
  }

  private Held held(Placed placed) {
    return new Held(placed.row(), placed.order() <= doubtfulUpTo);
  }
}
