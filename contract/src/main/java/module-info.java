/// Words that both sides of the wall share. Requires nothing but `java.base`.
module dev.ironclaw.contract {
  exports dev.ironclaw.contract;
  exports dev.ironclaw.contract.api;
  exports dev.ironclaw.contract.audit;
  exports dev.ironclaw.contract.box;
  exports dev.ironclaw.contract.job;
}
