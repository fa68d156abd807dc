package dev.atom.vault.grant;

import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A provider that gives a new refresh token with each access token and kills the grant when a spent
 * one comes a second time.
 */
final class RotatingProvider implements GrantRefresher {
  /** What goes wrong with one call. */
  enum Fault {
    NONE,
    /** The request never leaves. */
    NOT_SENT,
    /** The provider is busy. */
    BUSY,
    /** The provider takes the token and the answer is lost. */
    ANSWER_LOST,
    /** The provider takes the token and the client breaks. */
    CLIENT_BREAKS
  }

  static final int LIFE_SECONDS = 3_600;

  private final ReentrantLock lock = new ReentrantLock();
  private final Set<String> spent = new HashSet<>();
  private String refreshToken = "";
  private String accessToken = "";
  private boolean dead;
  private int consents;
  private int calls;
  private int taken;
  private int reuses;
  private Fault fault = Fault.NONE;

  /** The owner consents; what a browser would bring. */
  Grant consent(java.time.Instant now) {
    lock.lock();
    try {
      consents++;
      dead = false;
      spent.clear();
      rotate();
      return Grant.parse(answer(), now);
    } finally {
      lock.unlock();
    }
  }

  /** The owner takes the consent back. */
  void withdraw() {
    lock.lock();
    try {
      dead = true;
    } finally {
      lock.unlock();
    }
  }

  void next(Fault next) {
    lock.lock();
    try {
      fault = next;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public RefreshOutcome refresh(RefreshRequest request) {
    lock.lock();
    try {
      calls++;
      Fault now = fault;
      fault = Fault.NONE;
      return switch (now) {
        case NOT_SENT -> new RefreshOutcome.Unavailable("connect", Optional.empty());
        case BUSY -> request.answered(503, new byte[0], Optional.empty());
        case NONE -> answered(request);
        case ANSWER_LOST -> {
          answered(request);
          yield new RefreshOutcome.Lost("timeout");
        }
        case CLIENT_BREAKS -> {
          answered(request);
          throw new IllegalStateException("broken while it had " + text(request.refreshToken()));
        }
      };
    } finally {
      lock.unlock();
    }
  }

  boolean accepts(String token) {
    lock.lock();
    try {
      return !dead && token.equals(accessToken);
    } finally {
      lock.unlock();
    }
  }

  boolean dead() {
    lock.lock();
    try {
      return dead;
    } finally {
      lock.unlock();
    }
  }

  int calls() {
    lock.lock();
    try {
      return calls;
    } finally {
      lock.unlock();
    }
  }

  /** How often a refresh token was taken and new ones were made. */
  int taken() {
    lock.lock();
    try {
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** How often a spent refresh token came again. */
  int reuses() {
    lock.lock();
    try {
      return reuses;
    } finally {
      lock.unlock();
    }
  }

  private RefreshOutcome answered(RefreshRequest request) {
    String token = text(request.refreshToken());
    if (spent.contains(token)) {
      reuses++;
      dead = true;
    }
    if (dead || !token.equals(refreshToken)) {
      byte[] refusal = "{\"error\":\"invalid_grant\"}".getBytes(StandardCharsets.UTF_8);
      return request.answered(400, refusal, Optional.empty());
    }
    spent.add(token);
    taken++;
    rotate();
    return request.answered(200, answer(), Optional.empty());
  }

  private void rotate() {
    accessToken = "access-canary-" + consents + "-" + taken;
    refreshToken = "refresh-canary-" + consents + "-" + taken;
  }

  private byte[] answer() {
    return """
        {"access_token":"%s","token_type":"Bearer","expires_in":%d,"refresh_token":"%s","scope":"a b"}
        """
        .formatted(accessToken, LIFE_SECONDS, refreshToken)
        .getBytes(StandardCharsets.UTF_8);
  }

  static String text(Secret secret) {
    return secret.use(
        PlaintextAccess.granted(), bytes -> new String(bytes, StandardCharsets.UTF_8));
  }
}
