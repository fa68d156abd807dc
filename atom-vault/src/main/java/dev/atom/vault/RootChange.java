package dev.atom.vault;

import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which root keys and wraps a header has while the master key is changed.
 *
 * <p>The first wrap of the newest root key is that of its own master key; wraps behind it are for the
 * header's recovery recipient or, until the change is finished, for whoever opened the vault before.
 *
 * @param roots of the open vault
 * @param kek the new master key
 * @param recipient the recovery recipient from now on; empty to keep the one there is; of no bytes
 *     for none
 * @param leaked whether whoever has the old master key is shut out at once
 */
record RootChange(Roots roots, Kek kek, Optional<Bytes> recipient, boolean leaked) {
  /** A new root key beside the old one, which the new master key opens too. */
  Row begun(Roots.Opened now) {
    Header.Root old = now.header().newest();
    int generation = old.generation() + 1;
    byte[] root = TinkKeyset.generate(roots.random());
    try {
      List<Wrap> wraps = wraps(now, root, generation);
      if (!leaked) {
        wraps.addAll(former(now, root, generation, wraps));
      }
      List<Header.Root> both = List.of(opened(now, old), new Header.Root(generation, wraps));
      return Roots.changed(now, both, recipient(now), Kek.keyset(root));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a fresh root key doesn't open", e);
    } finally {
      Arrays.fill(root, (byte) 0);
    }
  }

  /** The same root keys, without what the old master key opens. */
  Row shutOut(Roots.Opened now) {
    List<Header.Root> all = new ArrayList<>();
    for (Header.Root root : now.header().roots()) {
      all.add(
          new Header.Root(
              root.generation(), root.wraps().stream().filter(wrap -> stays(now, wrap)).toList()));
    }
    return Roots.changed(now, all, now.header().recipient(), now.newest());
  }

  /** The same root key under the new master key only. */
  Row wrappedAgain(Roots.Opened now) {
    Header.Root root = now.header().newest();
    byte[] serialized = roots.serialized(now.header(), root);
    try {
      List<Wrap> wraps = wraps(now, serialized, root.generation());
      return Roots.changed(
          now, List.of(new Header.Root(root.generation(), wraps)), recipient(now), now.newest());
    } finally {
      Arrays.fill(serialized, (byte) 0);
    }
  }

  /** The newest root key alone, with its own master key and the recovery recipient. */
  static Row finished(Roots.Opened now) {
    Header.Root newest = now.header().newest();
    Header.Root alone = new Header.Root(newest.generation(), lasting(now.header()));
    return Roots.changed(now, List.of(alone), now.header().recipient(), now.newest());
  }

  /** Whether a change is under way. */
  static boolean underWay(Header header) {
    return header.roots().size() > 1 || lasting(header).size() < header.newest().wraps().size();
  }

  /** Whether the newest root key is this master key's. */
  boolean isOf(Header header) {
    Wrap first = header.newest().wraps().getFirst();
    return kek.suits(first) && kek.made(first);
  }

  /** Whether there is anything that {@link #shutOut} would drop. */
  boolean opensForOthers(Roots.Opened now) {
    return now.header().roots().stream()
        .anyMatch(root -> root.wraps().stream().anyMatch(wrap -> !stays(now, wrap)));
  }

  private static List<Wrap> lasting(Header header) {
    List<Wrap> wraps = header.newest().wraps();
    List<Wrap> lasting = new ArrayList<>(List.of(wraps.getFirst()));
    for (Wrap wrap : wraps.subList(1, wraps.size())) {
      if (isFor(header.recipient(), wrap)) {
        lasting.add(wrap);
      }
    }
    return lasting;
  }

  private boolean stays(Roots.Opened now, Wrap wrap) {
    return isFor(now.header().recipient(), wrap) || (kek.suits(wrap) && kek.made(wrap));
  }

  private static boolean isFor(Bytes recipient, Wrap wrap) {
    return wrap.kind() == Wrap.RECOVERY && wrap.keyId().equals(recipient.toHex());
  }

  private Bytes recipient(Roots.Opened now) {
    return recipient.orElse(now.header().recipient());
  }

  private List<Wrap> wraps(Roots.Opened now, byte[] root, int generation) {
    Bytes vaultId = now.header().vaultId();
    List<Wrap> wraps = new ArrayList<>(List.of(kek.wrap(root, vaultId, generation)));
    Bytes to = recipient(now);
    if (to.length() > 0) {
      wraps.add(RecoveryKey.wrapFor(to, root, vaultId, generation));
    }
    return wraps;
  }

  /** The new root key for those who opened the vault with what opens the old one. */
  private List<Wrap> former(Roots.Opened now, byte[] root, int generation, List<Wrap> already) {
    List<Wrap> former = new ArrayList<>();
    for (Kek old : roots.keksOf(now.header().newest())) {
      Wrap wrap = old.wrap(root, now.header().vaultId(), generation);
      boolean there =
          old.equals(kek)
              || already.stream()
                  .anyMatch(
                      one ->
                          one.kind() == Wrap.RECOVERY
                              && wrap.kind() == Wrap.RECOVERY
                              && one.keyId().equals(wrap.keyId()));
      if (!there) {
        former.add(wrap);
      }
    }
    return former;
  }

  /** The old root key, for the new master key too. */
  private Header.Root opened(Roots.Opened now, Header.Root old) {
    byte[] serialized = roots.serialized(now.header(), old);
    try {
      List<Wrap> wraps = wraps(now, serialized, old.generation());
      if (!leaked) {
        wraps.addAll(old.wraps());
      }
      return new Header.Root(old.generation(), wraps);
    } finally {
      Arrays.fill(serialized, (byte) 0);
    }
  }
}
