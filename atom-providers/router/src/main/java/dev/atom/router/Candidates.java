package dev.atom.router;

import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelRef;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which targets a request can go to. */
final class Candidates {
  private final Set<Capability> needs;
  private final Optional<String> model;
  private final Optional<String> provider;

  private Candidates(Set<Capability> needs, Optional<String> model, Optional<String> provider) {
    this.needs = needs;
    this.model = model;
    this.provider = provider;
  }

  /** A model's name means something at one provider only: the first target's that bears the name. */
  static Candidates of(ChatRequest request, boolean streamed, List<ChatModel> targets) {
    Optional<String> provider =
        request
            .model()
            .map(
                name ->
                    targets.stream()
                        .map(ChatModel::ref)
                        .filter(ref -> ref.name().equals(name))
                        .findFirst()
                        .orElse(targets.get(0).ref())
                        .provider());
    return new Candidates(Needs.of(request, streamed), request.model(), provider);
  }

  ModelRef asked(ChatModel target) {
    ModelRef own = target.ref();
    return model.map(name -> new ModelRef(own.provider(), name)).orElse(own);
  }

  Candidate judge(ChatModel target) {
    return new Candidate(target.ref(), reasonToDrop(target));
  }

  private Optional<String> reasonToDrop(ChatModel target) {
    if (provider.isPresent() && !provider.get().equals(target.ref().provider())) {
      return Optional.of("the request names a model of " + provider.get());
    }
    Set<Capability> missing = EnumSet.copyOf(needs);
    missing.removeAll(target.capabilities());
    return missing.isEmpty() ? Optional.empty() : Optional.of("it lacks " + missing);
  }
}
