package dev.atom.vault.migrate;

import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.VaultUnavailable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A target in memory that a test can break. */
final class MemoryTarget implements ImportTarget {
  final Map<SecretRef, String> kept = new LinkedHashMap<>();
  final List<SecretRef> puts = new ArrayList<>();
  final Set<SecretRef> unreadable = new HashSet<>();
  final Set<SecretRef> forgetful = new HashSet<>();

  /** How many puts succeed; the next one fails as if the disk were full. */
  int putsUntilFull = Integer.MAX_VALUE;

  @Override
  public Optional<Secret> find(SecretRef ref) {
    if (unreadable.contains(ref)) {
      throw new VaultUnavailable("the disk can't be read");
    }
    return Optional.ofNullable(kept.get(ref)).map(Secret::of);
  }

  @Override
  public void put(SecretRef ref, Secret secret) {
    if (ref.provider().equals("too-long")) {
      throw new IllegalArgumentException("too long");
    }
    if (puts.size() >= putsUntilFull) {
      throw new VaultUnavailable("the disk is full");
    }
    puts.add(ref);
    if (!forgetful.contains(ref)) {
      kept.put(
          ref,
          secret.use(
              PlaintextAccess.granted(), plain -> new String(plain, StandardCharsets.UTF_8)));
    }
  }
}
