package dev.ironclaw.client;

import dev.ironclaw.contract.api.AgentPutBody;
import dev.ironclaw.contract.api.DestinationBody;
import dev.ironclaw.contract.api.MemberBody;
import dev.ironclaw.contract.api.RemoveBody;
import dev.ironclaw.contract.api.RoleBody;
import dev.ironclaw.contract.api.UserBody;
import dev.ironclaw.contract.api.WiringBody;

/// One write of the registry: to preview with [RegistryClient#preview], then to ask for.
public record RegistryWrite(String method, String path, Object body) {
  private static final String ROOT = "/v1/registry/";

  public static RegistryWrite putAgent(String id, AgentPutBody agent) {
    return new RegistryWrite("PUT", ROOT + "agent-groups/" + Wire.part(id), agent);
  }

  public static RegistryWrite retireAgent(String id) {
    return remove("agent-groups/", id);
  }

  public static RegistryWrite wire(WiringBody wiring) {
    return post("wirings", wiring);
  }

  public static RegistryWrite unwire(String id) {
    return remove("wirings/", id);
  }

  public static RegistryWrite putUser(String id, UserBody user) {
    return new RegistryWrite("PUT", ROOT + "users/" + Wire.part(id), user);
  }

  public static RegistryWrite removeUser(String id) {
    return remove("users/", id);
  }

  public static RegistryWrite grantRole(RoleBody role) {
    return post("roles", role);
  }

  public static RegistryWrite revokeRole(RoleBody role) {
    return post("roles/revoke", role);
  }

  public static RegistryWrite addMember(MemberBody member) {
    return post("members", member);
  }

  public static RegistryWrite removeMember(MemberBody member) {
    return post("members/remove", member);
  }

  public static RegistryWrite addDestination(DestinationBody destination) {
    return post("destinations", destination);
  }

  public static RegistryWrite removeDestination(DestinationBody destination) {
    return post("destinations/remove", destination);
  }

  private static RegistryWrite post(String path, Object body) {
    return new RegistryWrite("POST", ROOT + path, body);
  }

  private static RegistryWrite remove(String path, String id) {
    return new RegistryWrite("DELETE", ROOT + path + Wire.part(id), RemoveBody.NONE);
  }
}
