package dev.atom.vault;

import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Reads an export and hands on only what is proven to be of it and in its place. */
final class ExportReader {
  private final FrameReader in;
  private final Bytes id;
  private final byte[] digest;
  private final TinkKeyset key;

  ExportReader(InputStream from, Kek kek) {
    this.in = new FrameReader(from, "export");
    this.id = in.start(ExportFormat.MAGIC, ExportFormat.FORMAT);
    FrameReader.Frame first = in.next();
    if (first.type() != ExportFormat.HEADER) {
      throw in.damaged("is not the first one of an export");
    }
    this.digest = ExportFormat.digest(first.body());
    try {
      FieldReader fields = new FieldReader(first.body());
      fields.i64();
      Wrap wrap = Wrap.read(fields);
      fields.end();
      this.key = key(wrap, kek);
    } catch (FieldReader.Malformed e) {
      throw in.damaged("names no key that can be read");
    }
  }

  String id() {
    return id.toHex();
  }

  /** Hands on the secrets of each frame, which are overwritten when the consumer returns. */
  void read(Consumer<List<Exported>> consumer) {
    long secrets = 0;
    long versions = 0;
    while (true) {
      FrameReader.Frame frame = in.next();
      byte[] place = ExportFormat.associatedData(id, frame.number(), frame.type(), digest);
      if (frame.type() == ExportFormat.END) {
        requireCounts(frame, place, secrets, versions);
        in.end();
        return;
      }
      List<Exported> page = page(frame, place);
      try {
        secrets += page.size();
        versions += page.stream().mapToInt(secret -> secret.values().size()).sum();
        consumer.accept(page);
      } finally {
        page.forEach(Exported::close);
      }
    }
  }

  private List<Exported> page(FrameReader.Frame frame, byte[] place) {
    if (frame.type() != ExportFormat.SECRETS) {
      throw in.damaged("is of type " + frame.type() + ", which has no meaning");
    }
    try {
      return ExportFormat.opened(key, frame.body(), place);
    } catch (GeneralSecurityException e) {
      throw notOfThis();
    } catch (FieldReader.Malformed | IllegalArgumentException e) {
      throw in.damaged("has a secret that can't be read");
    }
  }

  private void requireCounts(FrameReader.Frame frame, byte[] place, long secrets, long versions) {
    try {
      FieldReader counts = new FieldReader(key.open(frame.body(), place));
      if (counts.i64() != secrets || counts.i64() != versions) {
        throw in.damaged("counts other secrets than came");
      }
      counts.end();
    } catch (GeneralSecurityException e) {
      throw notOfThis();
    } catch (FieldReader.Malformed e) {
      throw in.damaged("has no counts that can be read");
    }
  }

  private TinkKeyset key(Wrap wrap, Kek kek) {
    if (!kek.suits(wrap) || !kek.made(wrap)) {
      throw new WrongMasterKey(
          "the export was sealed for another key than " + kek.describe() + " that was given");
    }
    byte[] keyset = new byte[0];
    try {
      keyset = kek.unwrap(wrap, id, ExportFormat.GENERATION);
      return Kek.keyset(keyset);
    } catch (GeneralSecurityException e) {
      throw in.damaged("has the right key's name, but was changed");
    } finally {
      Arrays.fill(keyset, (byte) 0);
    }
  }

  private BackupDamaged notOfThis() {
    return in.damaged("was not sealed for this place of this export");
  }
}
