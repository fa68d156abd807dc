package dev.atom.vault;

import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import dev.atom.vault.VaultCore.Given;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** Gives secrets out, if their state and time allow it. Thread-safe. */
final class Giving {
  private static final int MOST_TRIES = 100;

  private final VaultCore core;

  Giving(VaultCore core) {
    this.core = core;
  }

  /** A secret that may be used, through a function; what stands for another gives that. */
  <T> Optional<Given<T>> given(SecretRef ref, Function<OpenedSecret, T> function) {
    Optional<OpenedSecret> found = core.secrets.find(ref);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (OpenedSecret opened = found.get()) {
      Head head = opened.head();
      if (head.state() != SecretState.ACTIVE) {
        return Optional.empty();
      }
      if (head.target().isPresent() && ref.name().equals(SecretRef.DEFAULT_NAME)) {
        return given(
            new SecretRef(ref.tenant(), ref.user(), ref.provider(), head.target().get()), function);
      }
      requireNotExpired(head.ref(), head.expires());
      VaultGrantRows.requireNone(opened);
      return Optional.of(new Given<>(function.apply(opened), head.version()));
    }
  }

  /** The version before the newest, while its grace period lasts. */
  Optional<Given<Secret>> previous(SecretRef ref) {
    for (int i = 1; ; i++) {
      try {
        return previousOnce(ref);
      } catch (VaultConflict e) {
        if (i == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  private Optional<Given<Secret>> previousOnce(SecretRef ref) {
    Optional<OpenedSecret> found = core.secrets.find(ref);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Head head;
    try (OpenedSecret opened = found.get()) {
      head = opened.head();
    }
    if (head.state() != SecretState.ACTIVE || head.older().isEmpty()) {
      return Optional.empty();
    }
    Head.Older last = head.older().getLast();
    if (last.usableUntil() <= core.now() || last.expires() <= core.now()) {
      return Optional.empty();
    }
    return core.secrets
        .older(ref, last)
        .filter(OpenedSecret::hasValue)
        .map(
            opened -> {
              try (opened) {
                VaultGrantRows.requireNone(opened);
                return new Given<>(opened.secret(), last.version());
              }
            });
  }

  /** A secret that is not deleted, through a function, expired or not. */
  <T> Optional<T> active(SecretRef ref, Function<OpenedSecret, T> function) {
    Optional<OpenedSecret> found = core.secrets.find(ref);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (OpenedSecret opened = found.get()) {
      return opened.head().state() == SecretState.ACTIVE
          ? Optional.of(function.apply(opened))
          : Optional.empty();
    }
  }

  /** How a secret fares, with all uses written. */
  SecretStatus statusOf(SecretRef ref) {
    core.accesses.flush();
    return core.tenants
        .find(ref.tenant())
        .map(tenant -> core.status.find(tenant, core.tenants.key(tenant, ref)))
        .orElse(SecretStatus.NONE);
  }

  private void requireNotExpired(SecretRef ref, long expires) {
    if (expires <= core.now()) {
      throw new SecretExpired(
          Words.of(ref) + " expired at " + Instant.ofEpochMilli(expires) + "; put a new one");
    }
  }
}
