package dev.ironclaw.controlplane;

/// The settings of a start as one line of the audit log; never a secret.
final class ConfigWords {
  private ConfigWords() {}

  static String line(ControlPlaneConfig config) {
    return "api " + config.apiAddress() + (config.insecureListen() ? " insecure-listen" : "") + ", state "
        + config.stateDir() + ", runtime " + config.runtime().name()
        + (config.runtime().acceptDegraded() ? ", degraded isolation accepted" : "")
        + (config.runtime().crossing().equals(ControlPlaneConfig.RuntimeChoice.DEFAULT_CROSSING)
            ? ""
            : ", crossing " + config.runtime().crossing())
        + ", image " + config.imageDir()
        + (config.acceptUnenforcedLimits() ? ", unenforced limits accepted" : "") + (config.dev() ? ", dev" : "")
        + ", token " + (config.token().isPresent() ? "from the environment" : "from the state folder")
        + ", change expiry " + config.changeExpiry().toSeconds() + " s, pool " + config.boxes().poolPerGroup() + " of "
        + config.boxes().poolMax() + ", idle after " + config.boxes().idleAfter().toSeconds() + " s, model calls "
        + config.modelRate().perSecond() + " a second, burst " + config.modelRate().burst() + ", mount bases "
        + (config.folders().mountBases().isEmpty() ? "none" : config.folders().mountBases()) + ", workspaces up to "
        + (config.folders().workspace().bytes() >> 20) + " MiB and " + config.folders().workspace().entries()
        + " entries, retired agents' files kept " + config.folders().keepRetired().toDays() + " days"
        + ", jobs " + config.jobs().maxConcurrent() + " at once, projects in " + config.jobs().projects()
        + ", hosts for jobs "
        + (config.jobs().allowedHosts().isEmpty() ? "none" : config.jobs().allowedHosts())
        + ", searches with " + config.searchBackend() + ", audit witnesses "
        + (config.auditWitnesses().isEmpty() ? "none" : String.join(" ", config.auditWitnesses()));
  }
}
