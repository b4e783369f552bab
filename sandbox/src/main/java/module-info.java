/// The untrusted side: the agent that lives in a box. Speaks to the host over one socket, in the words of the contract.
module dev.ironclaw.sandbox {
  requires dev.ironclaw.contract;
  requires tools.jackson.core;
  requires static org.jspecify;
}
