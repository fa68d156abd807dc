package dev.atom.providers;

import dev.atom.CallContext;
import dev.atom.model.AccessDenied;
import dev.atom.model.CallCancelled;
import dev.atom.model.KeyRejected;
import dev.atom.model.ModelException;
import dev.atom.model.ModelRef;
import dev.atom.model.QuotaExhausted;
import dev.atom.providers.wire.Client;
import dev.atom.providers.wire.KeyProbe;
import dev.atom.providers.wire.Operations;
import dev.atom.providers.wire.PathProbe;
import dev.atom.secret.KeyValidator;
import dev.atom.secret.KeyVerdict;
import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.secret.SecretRef;
import java.util.Optional;

/** Asks one provider what it thinks of keys. */
final class KeyChecks implements KeyValidator {
  private final Client client;
  private final Operations operations;
  private final ModelRef ref;

  KeyChecks(Client client, Operations operations, ModelRef ref) {
    this.client = client;
    this.operations = operations;
    this.ref = ref;
  }

  /** Asks about the key that the client finds for the context. */
  KeyVerdict checkFound(CallContext context) {
    return verdict(client, context);
  }

  @Override
  public KeyVerdict check(SecretRef whose, Secret secret, CallContext context) {
    if (!whose.provider().equals(ref.provider())) {
      throw new IllegalArgumentException(
          "the key is for provider \""
              + whose.provider()
              + "\" and is not shown to \""
              + ref.provider()
              + "\"; ask the validator of its own provider");
    }
    CallContext ofTenant = context.tenant(whose.tenant());
    Client given = client.keys(any -> Optional.of(copy(secret)));
    return verdict(given, whose.user().map(ofTenant::user).orElse(ofTenant));
  }

  /** The client closes what it is given; the secret stays the caller's. */
  private static Secret copy(Secret secret) {
    return secret.use(PlaintextAccess.granted(), Secret::of);
  }

  private KeyVerdict verdict(Client asked, CallContext context) {
    KeyProbe probe =
        operations.has(KeyProbe.class)
            ? operations.make(KeyProbe.class, asked, ref)
            : new PathProbe(asked, ref, operations.dialect());
    try {
      return probe.probe(context);
    } catch (CallCancelled e) {
      throw e;
    } catch (KeyRejected | AccessDenied | QuotaExhausted e) {
      return new KeyVerdict.Rejected(e.code(), message(e));
    } catch (ModelException e) {
      return new KeyVerdict.Unknown(e.code(), message(e), e.retryable(), e.retryAfter());
    }
  }

  /** The clients take keys out of what providers say, on its way in. */
  private static String message(ModelException e) {
    return String.valueOf(e.getMessage());
  }

  @Override
  public String toString() {
    return "KeyChecks[" + ref.provider() + "]";
  }
}
