package dev.atom.vault.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file system in memory whose n-th step fails or is the last before a crash. What was not synced by
 * then is lost, kept, or torn.
 */
final class FaultyDisk implements Disk {
  /** What happens at a step. */
  enum Fault {
    /** The step fails without effect, once. */
    ERROR,
    /** The step and all behind it fail. */
    BROKEN,
    /** A write gets half of its bytes down; then it and all other writes fail, until it is lifted. */
    FULL,
    /** Everything behind the step fails, and {@link #afterCrash} tells what is left. */
    CRASH
  }

  /** What a crash does to what was not synced. */
  enum Loss {
    LOST,
    KEPT,
    /** The first steps are kept, the last of them in part. */
    PREFIX,
    /** Of each write any blocks are kept. */
    REORDERED
  }

  private record Write(long position, byte[] content, long truncateTo) {}

  private static final class Node {
    private byte[] content = new byte[0];
    private byte[] durable = new byte[0];
    private final List<Write> unsynced = new ArrayList<>();
  }

  private static final int BLOCK = 512;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Path, Node> names = new TreeMap<>();
  private final Map<Path, Node> durableNames = new TreeMap<>();
  private final Set<Path> locked = new HashSet<>();
  private int steps;
  private int faultAt = -1;
  private Fault fault = Fault.ERROR;
  private boolean broken;
  private volatile Runnable beforeSync = () -> {};

  /** Lets a step fail, counted from 1 and from the first of this disk. */
  FaultyDisk failAt(int step, Fault what) {
    faultAt = step;
    fault = what;
    return this;
  }

  /** Does something whenever a file is about to be synced. */
  void beforeSync(Runnable action) {
    beforeSync = action;
  }

  /** The disk works again. */
  void heal() {
    broken = false;
    faultAt = -1;
  }

  int steps() {
    return steps;
  }

  boolean faulted() {
    return faultAt > 0 && steps >= faultAt;
  }

  /** A file's bytes as they are now. */
  byte[] bytes(Path file) {
    return names.get(file).content.clone();
  }

  /** Puts a file there, synced. */
  FaultyDisk with(Path file, byte[] content) {
    Node node = new Node();
    node.content = content.clone();
    node.durable = content.clone();
    names.put(file, node);
    durableNames.put(file, node);
    return this;
  }

  /** What a machine finds that was switched off. */
  FaultyDisk afterCrash(Loss loss, Random random) {
    boolean newNames =
        switch (loss) {
          case LOST -> false;
          case KEPT -> true;
          case PREFIX, REORDERED -> random.nextBoolean();
        };
    FaultyDisk after = new FaultyDisk();
    (newNames ? names : durableNames)
        .forEach((path, node) -> after.with(path, left(node, loss, random)));
    return after;
  }

  @Override
  public void createDirectories(Path directory) {
    // A folder is where its files are.
  }

  @Override
  public Path real(Path file) {
    return file;
  }

  @Override
  public boolean exists(Path file) {
    return names.containsKey(file);
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    lock.lock();
    try {
      step();
      if (names.containsKey(file)) {
        throw new IOException(file + " exists");
      }
      names.put(file, new Node());
      crash();
      return new Open(names.get(file));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    requireWorking();
    Node node = names.get(file);
    if (node == null) {
      throw new IOException(file + " is missing");
    }
    return new Open(node);
  }

  @Override
  public List<Path> list(Path directory) {
    return names.keySet().stream().filter(path -> directory.equals(path.getParent())).toList();
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    lock.lock();
    try {
      step();
      Node node = names.remove(from);
      if (node == null) {
        throw new IOException(from + " is missing");
      }
      names.put(to, node);
      crash();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    lock.lock();
    try {
      if (names.containsKey(file)) {
        step();
        names.remove(file);
        crash();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    lock.lock();
    try {
      step();
      crash();
      durableNames.keySet().removeIf(path -> directory.equals(path.getParent()));
      names.forEach(
          (path, node) -> {
            if (directory.equals(path.getParent())) {
              durableNames.put(path, node);
            }
          });
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Closeable lock(Path file) throws IOException {
    if (!locked.add(file)) {
      throw new IOException(file + " was not released");
    }
    return () -> locked.remove(file);
  }

  /** Before a step: it may fail. */
  private void step() throws IOException {
    requireWorking();
    steps++;
    if (steps == faultAt && fault != Fault.CRASH) {
      broken = fault != Fault.ERROR;
      throw new IOException("step " + steps + " fails");
    }
  }

  /** After a step that nobody has waited for: it may be the last. */
  private void crash() throws IOException {
    if (steps == faultAt && fault == Fault.CRASH) {
      broken = true;
      throw new IOException("crash at step " + steps);
    }
  }

  private void requireWorking() throws IOException {
    if (broken) {
      throw new IOException("the disk doesn't work any more");
    }
  }

  private static byte[] left(Node node, Loss loss, Random random) {
    return switch (loss) {
      case LOST -> node.durable;
      case KEPT -> node.content;
      case PREFIX -> prefix(node, random);
      case REORDERED -> reordered(node, random);
    };
  }

  private static byte[] prefix(Node node, Random random) {
    byte[] bytes = node.durable;
    int kept = random.nextInt(node.unsynced.size() + 1);
    for (int i = 0; i < kept; i++) {
      Write write = node.unsynced.get(i);
      int length = write.content().length;
      int part = i == kept - 1 ? random.nextInt(length + 1) : length;
      bytes = apply(bytes, write, 0, part);
    }
    return bytes;
  }

  private static byte[] reordered(Node node, Random random) {
    byte[] bytes = node.durable;
    for (Write write : node.unsynced) {
      if (write.truncateTo() >= 0) {
        bytes = apply(bytes, write, 0, 0);
        continue;
      }
      int from = 0;
      while (from < write.content().length) {
        long position = write.position() + from;
        int toBlockEnd = (int) (BLOCK - position % BLOCK);
        int to = Math.min(write.content().length, from + toBlockEnd);
        if (random.nextBoolean()) {
          bytes = apply(bytes, write, from, to);
        }
        from = to;
      }
    }
    return bytes;
  }

  private static byte[] apply(byte[] bytes, Write write, int from, int to) {
    if (write.truncateTo() >= 0) {
      return Arrays.copyOf(bytes, (int) write.truncateTo());
    }
    int at = (int) write.position();
    byte[] next = Arrays.copyOf(bytes, Math.max(bytes.length, to > from ? at + to : 0));
    System.arraycopy(write.content(), from, next, at + from, to - from);
    return next;
  }

  private final class Open implements DiskFile {
    private final Node node;
    private boolean closed;

    Open(Node node) {
      this.node = node;
    }

    @Override
    public long size() {
      return node.content.length;
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) throws IOException {
      lock.lock();
      try {
        if (closed) {
          throw new ClosedFile();
        }
        int there = (int) Math.max(0, Math.min(length, node.content.length - position));
        if (there > 0) {
          System.arraycopy(node.content, (int) position, target, offset, there);
        }
        return there;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void write(long position, byte[] content, int offset, int length) throws IOException {
      lock.lock();
      try {
        byte[] bytes = Arrays.copyOfRange(content, offset, offset + length);
        try {
          step();
        } catch (IOException e) {
          if (fault == Fault.FULL && steps == faultAt) {
            make(new Write(position, Arrays.copyOf(bytes, length / 2), -1));
          }
          throw e;
        }
        make(new Write(position, bytes, -1));
        crash();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      lock.lock();
      try {
        step();
        make(new Write(0, new byte[0], size));
        crash();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void sync() throws IOException {
      beforeSync.run();
      lock.lock();
      try {
        step();
        crash();
        node.durable = node.content.clone();
        node.unsynced.clear();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        closed = true;
      } finally {
        lock.unlock();
      }
    }

    private void make(Write write) {
      node.content = apply(node.content, write, 0, write.content().length);
      node.unsynced.add(write);
    }
  }
}
