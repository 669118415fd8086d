namespace Fashion.Keras.Distributed.Tests;

/// <summary>Two hosts: network namespaces that the test makes itself, joined by a pair of virtual interfaces, over TCP.</summary>
public sealed class NamespaceTests
{
    // Names of this run: others may be using the same machine.
    private static readonly string A = $"fk{Environment.ProcessId}a", B = $"fk{Environment.ProcessId}b";

    [Fact]
    public void TwoHosts_OverTcp_GiveTheSameBits()
    {
        Launcher.RequireOpenMpi();
        Assert.SkipUnless(OperatingSystem.IsLinux() && Launcher.Find("ip") is not null,
            "Network namespaces need Linux and the program ip (Debian: iproute2).");
        using var folder = new TemporaryFolder();
        try
        {
            Output made = Shell($"""
                set -e
                ip netns add {A}; ip netns add {B}; ip link add fkv0 netns {A} type veth peer name fkv1 netns {B}
                ip -n {A} addr add 10.77.0.1/24 dev fkv0; ip -n {A} link set fkv0 up; ip -n {A} link set lo up
                ip -n {B} addr add 10.77.0.2/24 dev fkv1; ip -n {B} link set fkv1 up; ip -n {B} link set lo up
                """);
            Assert.SkipUnless(made.Code == 0, $"Network namespaces cannot be made here: {made.Text.Trim()}");
            string agent = Path.Combine(folder.Path, "agent.sh"), hosts = Path.Combine(folder.Path, "hosts");
            File.WriteAllText(agent, $"#!/bin/bash\nhost=$1; shift\ncase $host in 10.77.0.1) ns={A};; 10.77.0.2) ns={B};; *) exit 9;; " +
                "esac\nexec unshare --uts ip netns exec $ns bash -c \"hostname $ns; $*\"\n");
            File.WriteAllText(hosts, "10.77.0.1 slots=1\n10.77.0.2 slots=1\n");
            Shell($"chmod +x {agent}");
            Output two = Shell($"""
                exec unshare --uts ip netns exec {A} bash -c 'hostname {A}; exec {Launcher.OpenMpi} --mca plm_rsh_agent {agent} --mca btl tcp,self \
                --mca btl_tcp_if_include 10.77.0.0/24 --mca oob_tcp_if_include 10.77.0.0/24 --bind-to none --oversubscribe \
                --hostfile {hosts} -np 2 -x PATH dotnet {Launcher.Program} hello -- fit dropout=1'
                """);
            two.Succeeded();
            Output one = Launcher.Alone("fit dropout=1 batch=12 accumulate=2");
            Assert.Contains($"rank 1 of 2, 0 of 1 on {B}", two.Text);
            Assert.Equal(one["weights"], two["weights"]);
        }
        finally
        {
            Shell($"ip netns del {A}; ip netns del {B}");
        }
    }

    private static Output Shell(string script) => Launcher.Run("bash", ["-c", script]);
}
