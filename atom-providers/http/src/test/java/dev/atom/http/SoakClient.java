package dev.atom.http;

import dev.atom.CallContext;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Opens many streams at once, in a process of its own with a small heap, and prints what they cost:
 * streams that wait, used bytes before, used bytes with them, descriptors, platform threads. When
 * its input ends it cancels them all and prints how many ended and in how many milliseconds.
 */
final class SoakClient {
  /** As many connections are made at a time; the system's queue for them is short. */
  private static final int AT_ONCE = 200;

  private final CallContext context = CallContext.create();
  private final Semaphore connecting = new Semaphore(AT_ONCE);
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Transport transport;
  private final HttpCall call;
  private final CountDownLatch begun;
  private final CountDownLatch done;

  private SoakClient(Transport transport, HttpCall call, int streams) {
    this.transport = transport;
    this.call = call;
    begun = new CountDownLatch(streams);
    done = new CountDownLatch(streams);
  }

  public static void main(String[] arguments) throws Exception {
    int streams = Integer.parseInt(arguments[1]);
    HttpCall call = HttpCall.get(URI.create(arguments[0] + "/stream")).build();
    try (Transport transport = Transport.create()) {
      new SoakClient(transport, call, streams).run(streams);
    }
  }

  private void run(int streams) throws Exception {
    long before = used();
    for (int i = 0; i < streams; i++) {
      Thread.startVirtualThread(this::stream);
    }
    if (!begun.await(120, TimeUnit.SECONDS) || failure.get() != null) {
      throw new IllegalStateException(begun.getCount() + " streams failed", failure.get());
    }
    System.out.println(
        String.join(
            " ",
            "" + (transport.running() - ended.get()),
            "" + before,
            "" + used(),
            "" + descriptors(),
            "" + ManagementFactory.getThreadMXBean().getThreadCount()));
    System.in.read();
    long start = System.nanoTime();
    context.cancel();
    done.await(60, TimeUnit.SECONDS);
    System.out.println(ended.get() + " " + (System.nanoTime() - start) / 1_000_000);
    System.out.println(transport.running() + " " + transport.connections() + " " + descriptors());
  }

  private void stream() {
    connecting.acquireUninterruptibly();
    boolean open = false;
    try (HttpStream stream = transport.open(call, context)) {
      StreamEvents events = StreamEvents.serverSent(stream);
      events.next().orElseThrow();
      connecting.release();
      open = true;
      begun.countDown();
      events.next();
    } catch (HttpCancelled e) {
      ended.incrementAndGet();
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    } finally {
      if (!open) {
        connecting.release();
        begun.countDown();
      }
      done.countDown();
    }
  }

  static int descriptors() {
    String[] open = new File("/proc/self/fd").list();
    return open == null ? 0 : open.length;
  }

  private static long used() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(200);
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
