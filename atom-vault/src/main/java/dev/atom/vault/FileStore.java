package dev.atom.vault;

import dev.atom.secret.SecretRef;
import dev.atom.vault.VaultRow.DataKeyRow;
import dev.atom.vault.VaultRow.SecretRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A vault in one append-only file, see docs/vault-format.md.
 *
 * <p>It is written through a {@link RandomAccessFile} and not a channel, because an interrupt closes
 * a channel: one cancelled call would shut the vault for everybody.
 */
final class FileStore implements VaultStore {
  private static final Logger LOG = LoggerFactory.getLogger(FileStore.class);

  /** Where the log is compacted if most of it is out of date. */
  static final long COMPACT_FROM_BYTES = 1 << 20;

  private final Path file;
  private final VaultLock lock;
  private final TinkKeyset master;
  private final TinkKeyset logKey;
  private final long compactFromBytes;
  private final long droppedBytes;
  private volatile VaultIndex index = new VaultIndex();
  private volatile List<String> damage;
  private VaultHeader header;
  private FrameSeal seal;
  private RandomAccessFile log;
  private int frames;
  private boolean failed;

  private FileStore(Path file, VaultLock lock, MasterKey key, long compactFromBytes)
      throws IOException {
    this.file = file;
    this.lock = lock;
    this.compactFromBytes = compactFromBytes;
    Files.deleteIfExists(temporary());
    if (Files.size(file) > Integer.MAX_VALUE - 8) {
      throw new VaultCorrupt(file + " is over 2 GB, too large for a vault in a file");
    }
    byte[] content = Files.readAllBytes(file);
    byte[] start = Arrays.copyOf(content, Math.min(content.length, VaultHeader.START));
    int end = VaultHeader.START + VaultHeader.bodyLength(start);
    if (end > content.length) {
      throw new VaultCorrupt("the file " + file + " ends in its header; restore it");
    }
    this.header = VaultHeader.parse(start, Arrays.copyOfRange(content, VaultHeader.START, end));
    this.master = key.keyset(header.derivation());
    this.logKey = header.openLogKey(master);
    this.seal = new FrameSeal(logKey, header);
    LogReader reader = new LogReader(content, end, seal, index);
    int whole = reader.read();
    this.frames = reader.frames();
    this.damage = reader.damage();
    this.droppedBytes = (long) content.length - whole;
    this.log = new RandomAccessFile(file.toFile(), "rw");
    truncate(whole);
  }

  /** Opens a vault's file, or makes it if it isn't there. */
  static FileStore open(Path file, MasterKey key, SecureRandom random, long compactFromBytes) {
    try {
      PrivateFiles.createDirectories(file);
      VaultLock lock = VaultLock.take(file);
      boolean opened = false;
      try {
        if (!Files.exists(file)) {
          create(file, VaultHeader.create(key, random));
        }
        FileStore store = new FileStore(file.toRealPath(), lock, key, compactFromBytes);
        opened = true;
        return store;
      } finally {
        if (!opened) {
          lock.close();
        }
      }
    } catch (IOException e) {
      throw new VaultUnavailable("can't open the vault " + file, e);
    }
  }

  /** The file appears with its header whole, so that an empty vault file is never a fresh one. */
  private static void create(Path file, VaultHeader header) throws IOException {
    Path temporary = temporary(file);
    Files.deleteIfExists(temporary);
    PrivateFiles.writeNew(temporary, header.toByteArray());
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    PrivateFiles.syncDirectory(file);
  }

  @Override
  public Bytes vaultId() {
    return header.vaultId();
  }

  @Override
  public Optional<Held> newest(SecretRef ref) {
    return index.newest(ref);
  }

  @Override
  public List<Held> ofTenant(String tenant) {
    return index.ofTenant(tenant);
  }

  @Override
  public Optional<DataKeyRow> dataKey(Bytes id) {
    return index.dataKey(id);
  }

  @Override
  public Optional<DataKeyRow> newestDataKey(String tenant) {
    return index.newestDataKey(tenant);
  }

  @Override
  public VaultHealth health() {
    return new VaultHealth(droppedBytes, damage);
  }

  /** The master key, made ready for use once, because a passphrase takes its time. */
  TinkKeyset master() {
    return master;
  }

  @Override
  public void commit(List<VaultRow> rows) {
    requireWritable();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FrameSeal next = seal.copy();
    rows.forEach(row -> bytes.writeBytes(next.seal(row)));
    failed = true;
    try {
      log.write(bytes.toByteArray());
      log.getFD().sync();
    } catch (IOException e) {
      // Whether the bytes are on the disk is unknown now and a second sync would not tell.
      throw new VaultUnavailable(
          "can't write to the vault " + file + "; it is read-only until opened again", e);
    }
    failed = false;
    seal = next;
    rows.forEach(index::apply);
    frames += rows.size();
    compactIfWorthwhile();
  }

  @Override
  public List<SecretRef> repair(long now) {
    requireWritable();
    List<SecretRef> forgotten = new ArrayList<>();
    List<VaultRow> rows = new ArrayList<>(index.dataKeys());
    for (Held held : index.all()) {
      SecretRow row = held.row();
      if (held.doubtful() && row.body().isPresent()) {
        forgotten.add(row.ref());
      }
      rows.add(held.doubtful() ? row.deleted(row.version() + damage.size() + 1, now) : row);
    }
    rewrite(rows);
    damage = List.of();
    return forgotten;
  }

  @Override
  public void close() {
    failed = true;
    try (lock) {
      log.close();
    } catch (IOException e) {
      throw new VaultUnavailable("can't close the vault " + file, e);
    }
  }

  private void requireWritable() {
    if (failed) {
      throw new VaultUnavailable(
          "the vault " + file + " is read-only since a write failed; open it again");
    }
  }

  private void compactIfWorthwhile() {
    try {
      List<Held> live = index.all();
      int needed = live.size() + index.dataKeys().size();
      if (damage.isEmpty() && log.length() >= compactFromBytes && frames > 2 * needed) {
        List<VaultRow> rows = new ArrayList<>(index.dataKeys());
        live.forEach(held -> rows.add(held.row()));
        rewrite(rows);
      }
    } catch (IOException | VaultUnavailable e) {
      // The row itself is safe in the old log; the next commit tries again.
      LOG.warn("can't compact the vault {}: {}", file, e.getMessage());
    }
  }

  private void rewrite(List<VaultRow> rows) {
    VaultHeader nextHeader = header.nextGeneration();
    FrameSeal nextSeal = new FrameSeal(logKey, nextHeader);
    VaultIndex nextIndex = new VaultIndex();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(nextHeader.toByteArray());
    for (VaultRow row : rows) {
      bytes.writeBytes(nextSeal.seal(row));
      nextIndex.apply(row);
    }
    try {
      Files.deleteIfExists(temporary());
      PrivateFiles.writeNew(temporary(), bytes.toByteArray());
      RandomAccessFile next = new RandomAccessFile(temporary().toFile(), "rw");
      next.seek(next.length());
      // From here to the end a failure leaves it open which file has the name.
      failed = true;
      Files.move(
          temporary(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      PrivateFiles.syncDirectory(file);
      log.close();
      log = next;
    } catch (IOException e) {
      throw new VaultUnavailable("can't rewrite the vault " + file, e);
    }
    header = nextHeader;
    seal = nextSeal;
    index = nextIndex;
    frames = rows.size();
    failed = false;
  }

  private void truncate(int length) throws IOException {
    if (droppedBytes > 0) {
      LOG.warn("the vault {} ends in {} bytes that a crash cut off; dropped", file, droppedBytes);
      log.setLength(length);
      log.getFD().sync();
    }
    log.seek(length);
    if (!damage.isEmpty()) {
      LOG.warn("the vault {} is damaged: {}", file, damage);
    }
  }

  private Path temporary() {
    return temporary(file);
  }

  private static Path temporary(Path file) {
    return file.resolveSibling(file.getFileName() + ".tmp");
  }
}
