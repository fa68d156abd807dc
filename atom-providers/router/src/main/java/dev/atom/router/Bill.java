package dev.atom.router;

import dev.atom.model.AccessDenied;
import dev.atom.model.CallCancelled;
import dev.atom.model.CallTimedOut;
import dev.atom.model.CapabilityMissing;
import dev.atom.model.ChatReply;
import dev.atom.model.ContentRefused;
import dev.atom.model.ContextTooLong;
import dev.atom.model.KeyRejected;
import dev.atom.model.MalformedReply;
import dev.atom.model.ModelException;
import dev.atom.model.ModelNotFound;
import dev.atom.model.ModelRef;
import dev.atom.model.Overloaded;
import dev.atom.model.ProviderFailed;
import dev.atom.model.QuotaExhausted;
import dev.atom.model.RateLimited;
import dev.atom.model.RequestRejected;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Unreachable;
import dev.atom.model.Usage;
import dev.atom.usage.Cost;
import dev.atom.usage.PriceBook;
import dev.atom.usage.PriceFacts;

/** What an attempt costs. */
final class Bill {
  private final PriceBook prices;

  Bill(PriceBook prices) {
    this.prices = prices;
  }

  /**
   * The price of the model that answered, often a dated one, goes before that of the name it was
   * asked by.
   */
  Cost of(ModelRef asked, ChatReply reply, PriceFacts facts) {
    return of(asked, reply.model(), reply.usage(), facts);
  }

  Cost of(ModelRef asked, ModelRef answered, Usage usage, PriceFacts facts) {
    boolean listed = prices.price(answered, facts.at()).isPresent();
    return prices.cost(listed ? answered : asked, usage, facts);
  }

  /**
   * What a failed attempt used: what the provider told, or else an estimate from what was sent and
   * what had come.
   */
  static Usage used(ModelException failure, Estimate estimate) {
    Usage told = failure.failure().usage();
    if (told.known()) {
      return told;
    }
    if (estimate.receivedTokens() == 0 && told.equals(Usage.UNKNOWN) && !mayBeCharged(failure)) {
      return Usage.ZERO;
    }
    return estimated(told, estimate);
  }

  /** What an attempt used that was cut off from here. */
  static Usage estimated(Usage told, Estimate estimate) {
    if (told.known()) {
      return told;
    }
    return told.toBuilder()
        .inputTokens(Math.max(told.inputTokens(), estimate.promptTokens()))
        .outputTokens(Math.max(told.outputTokens(), estimate.receivedTokens()))
        .estimated(true)
        .known(true)
        .build();
  }

  /** What is known from here of an attempt that has no whole reply. */
  record Estimate(long promptTokens, long receivedTokens) {}

  Cost of(ModelRef asked, Usage usage, PriceFacts facts) {
    return usage.equals(Usage.ZERO) ? Cost.ZERO : prices.cost(asked, usage, facts);
  }

  /** Whether a failure that tells no usage may have had its price. */
  static boolean mayBeCharged(ModelException failure) {
    return switch (failure) {
      case RateLimited refused -> false;
      case QuotaExhausted refused -> false;
      case KeyRejected refused -> false;
      case AccessDenied refused -> false;
      case RequestRejected refused -> false;
      case ModelNotFound refused -> false;
      case ContextTooLong refused -> false;
      case CapabilityMissing refused -> false;
      case Overloaded refused -> false;
      // Some providers charge for the prompt that their filter read.
      case ContentRefused filtered -> true;
      case ProviderFailed lost -> true;
      case Unreachable lost -> true;
      case CallTimedOut lost -> true;
      case CallCancelled lost -> true;
      case TruncatedStream lost -> true;
      case MalformedReply lost -> true;
    };
  }
}
