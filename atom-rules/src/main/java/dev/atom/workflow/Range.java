package dev.atom.workflow;

import dev.atom.json.Json;
import dev.atom.json.JsonObjectBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The steps from one on: those that could have seen its result. What goes on beside it, in other
 * iterations and branches, does not belong to it; what comes after them does.
 *
 * @param ids by a step's id the iteration in which it belongs to it, all of it for an empty text
 */
record Range(Map<String, String> ids) {
  private static final Pattern KEY =
      Pattern.compile("[A-Za-z0-9_-]{1,64}(\\[[0-9]{1,9}(\\.[0-9]{1,9}){0,20}])?");

  Range {
    ids = Map.copyOf(ids);
  }

  /** Empty if the workflow has no such step in such an iteration. */
  static Optional<Range> from(Workflow workflow, String key) {
    if (!KEY.matcher(key).matches()) {
      return Optional.empty();
    }
    Finder finder = new Finder(id(key), iterations(key));
    return finder.block(workflow.steps(), 0)
        ? Optional.of(new Range(finder.ids))
        : Optional.empty();
  }

  static Range of(Json.Obj json) {
    Map<String, String> ids = new LinkedHashMap<>();
    json.members().forEach((id, within) -> ids.put(id, ((Json.Str) within).value()));
    return new Range(ids);
  }

  Json.Obj toJson() {
    JsonObjectBuilder json = Json.object();
    ids.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> json.put(entry.getKey(), entry.getValue()));
    return json.build();
  }

  boolean has(String key) {
    String within = ids.get(id(key));
    if (within == null) {
      return false;
    }
    String at = String.join(".", iterations(key));
    return within.isEmpty() || at.equals(within) || at.startsWith(within + ".");
  }

  static String id(String key) {
    int end = key.indexOf('[');
    return end < 0 ? key : key.substring(0, end);
  }

  private static List<String> iterations(String key) {
    int begin = key.indexOf('[');
    return begin < 0 || !key.endsWith("]")
        ? List.of()
        : List.of(key.substring(begin + 1, key.length() - 1).split("\\.", -1));
  }

  /** Looks for a step, and on the way back gathers what comes after. */
  private static final class Finder {
    private final String wanted;
    private final List<String> iterations;
    private final Map<String, String> ids = new LinkedHashMap<>();

    Finder(String wanted, List<String> iterations) {
      this.wanted = wanted;
      this.iterations = iterations;
    }

    boolean block(List<Step> steps, int depth) {
      for (int i = 0; i < steps.size(); i++) {
        boolean here = steps.get(i).id().equals(wanted) && iterations.size() == depth;
        if (here || inside(steps.get(i), depth)) {
          String within = String.join(".", iterations.subList(0, depth));
          all(steps.subList(here ? i : i + 1, steps.size()), within);
          return true;
        }
      }
      return false;
    }

    /** The step around it has another result then, but the case that was chosen stays. */
    private boolean inside(Step step, int depth) {
      boolean found =
          switch (step) {
            case Step.Branch branch ->
                branch.cases().stream().anyMatch(one -> block(one.steps(), depth))
                    || block(branch.otherwise(), depth);
            case Step.ForEach each -> iterations.size() > depth && block(each.steps(), depth + 1);
            case Step.Parallel parallel ->
                parallel.branches().values().stream().anyMatch(steps -> block(steps, depth));
            case Step.Call c -> false;
            case Step.Assign a -> false;
            case Step.Wait w -> false;
            case Step.WaitFor w -> false;
            case Step.Approve a -> false;
            case Step.SubWorkflow s -> false;
            case Step.Return r -> false;
          };
      if (found && !(step instanceof Step.Branch)) {
        ids.put(step.id(), String.join(".", iterations.subList(0, depth)));
      }
      return found;
    }

    private void all(List<Step> steps, String within) {
      for (Step step : steps) {
        ids.put(step.id(), within);
        switch (step) {
          case Step.Branch branch -> {
            branch.cases().forEach(one -> all(one.steps(), within));
            all(branch.otherwise(), within);
          }
          case Step.ForEach each -> all(each.steps(), within);
          case Step.Parallel parallel ->
              parallel.branches().values().forEach(inner -> all(inner, within));
          case Step.Call c -> {}
          case Step.Assign a -> {}
          case Step.Wait w -> {}
          case Step.WaitFor w -> {}
          case Step.Approve a -> {}
          case Step.SubWorkflow s -> {}
          case Step.Return r -> {}
        }
      }
    }
  }
}
