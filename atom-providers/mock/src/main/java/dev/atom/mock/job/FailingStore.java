package dev.atom.mock.job;

import dev.atom.store.Store;
import dev.atom.store.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A store whose engine fails now and then: before it has done what it was asked, or after. */
final class FailingStore {
  private static final Set<String> SOUND = Set.of("close", "whenPlanned", "toString");

  private final Store real;
  private final Random random;
  private final int oneIn;
  private final AtomicInteger failures = new AtomicInteger();

  FailingStore(Store real, Random random, int oneIn) {
    this.real = real;
    this.random = random;
    this.oneIn = oneIn;
  }

  Store store() {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              boolean fails = !SOUND.contains(method.getName()) && random.nextInt(oneIn) == 0;
              if (fails && random.nextBoolean()) {
                throw failure();
              }
              try {
                Object answer = method.invoke(real, arguments);
                if (fails) {
                  throw failure();
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            });
  }

  int failures() {
    return failures.get();
  }

  private StoreException failure() {
    failures.incrementAndGet();
    return new StoreException(true, "the line is down", new IllegalStateException());
  }
}
