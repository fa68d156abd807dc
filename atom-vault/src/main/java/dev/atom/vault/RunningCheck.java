package dev.atom.vault;

import dev.atom.AtomException;
import dev.atom.CallContext;
import dev.atom.secret.KeyValidator;
import dev.atom.secret.KeyVerdict;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A validator at work in a thread of its own, so that one that hangs or throws concerns nobody else.
 * Its copy of the secret is overwritten when the time is over, whether it has come back or not.
 */
final class RunningCheck implements AutoCloseable {
  private final SecretRef ref;
  private final long version;
  private final Secret secret;
  private final CallContext context;
  private final FutureTask<KeyVerdict> task;
  private final Thread thread;
  private final long end;

  /** Starts the check and takes the secret over. */
  RunningCheck(
      KeyValidator validator, SecretRef ref, long version, Secret secret, Duration timeout) {
    this.ref = ref;
    this.version = version;
    this.secret = secret;
    CallContext tenant = CallContext.create().tenant(ref.tenant()).timeout(timeout);
    this.context = ref.user().map(tenant::user).orElse(tenant);
    this.task = new FutureTask<>(() -> validator.check(ref, secret, context));
    this.end = System.nanoTime() + timeout.toNanos();
    this.thread = Thread.ofVirtual().name("atom-vault-check").start(task);
  }

  SecretRef ref() {
    return ref;
  }

  long version() {
    return version;
  }

  /**
   * Waits for the verdict, as long as the timeout allows.
   *
   * @throws VaultUnavailable if the waiting thread is interrupted
   */
  CheckedVerdict verdict() {
    try {
      KeyVerdict verdict = task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      return verdict == null
          ? CheckedVerdict.failed("check_failed", "the validator gave no verdict", true)
          : CheckedVerdict.of(verdict, secret);
    } catch (TimeoutException e) {
      return CheckedVerdict.failed("check_timeout", "the check took too long", true);
    } catch (ExecutionException e) {
      return failed(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VaultUnavailable("a check of keys was interrupted; its result is not kept");
    }
  }

  @Override
  public void close() {
    if (!task.isDone()) {
      context.cancel();
      thread.interrupt();
    }
    secret.close();
  }

  /** Only the code of a failure is kept: nobody knows what is in its message. */
  private static CheckedVerdict failed(@org.jspecify.annotations.Nullable Throwable cause) {
    if (cause instanceof AtomException known && CheckedVerdict.safeCode(known.code())) {
      return CheckedVerdict.failed(known.code(), "the check failed", known.retryable());
    }
    return CheckedVerdict.failed("check_failed", "the validator failed", true);
  }
}
