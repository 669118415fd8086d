using System.Runtime.CompilerServices;
using Fashion.Keras.Engine;
using Fashion.Keras.Graph;
using Fashion.Keras.Tests.Architecture;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Engine;

/// <summary>Every op is known to the engines once.</summary>
public sealed class LoweringTableTests
{
    private static readonly Type[] Ops =
        [.. typeof(Op).Assembly.GetTypes().Where(t => typeof(Op).IsAssignableFrom(t) && !t.IsAbstract)];

    public static TheoryData<string> Names => [.. Ops.Select(t => t.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Of_AnyOpWithSteps_IsALoweringOfThatOp(string name)
    {
        Op op = Uninitialized(name);
        if (LoweringTable.IsWithoutStep(op)) Assert.Throws<NotSupportedException>(() => LoweringTable.Of(op));
        else Assert.IsType(typeof(Lowering<>).MakeGenericType(op.GetType()), Lowering(op), exactMatch: false);
    }

    [Fact]
    public void OpsWithoutStep_AreFew() => Assert.Equal(
        ["BinaryOp", "BroadcastOp", "ConstantOp", "ScalarOp", "SelectOp", "UnaryOp", "VariableOp"],
        Ops.Select(t => t.Name).Where(n => LoweringTable.IsWithoutStep(Uninitialized(n))).Order(StringComparer.Ordinal));

    [Fact]
    public void Lowerings_AreAllInTheTable_OnceEach()
    {
        IEnumerable<string> used = Ops.Select(t => Uninitialized(t.Name)).Where(op => !LoweringTable.IsWithoutStep(op))
            .Select(op => Lowering(op).GetType().Name);
        IEnumerable<string> written = typeof(ILowering).Assembly.GetTypes()
            .Where(t => typeof(ILowering).IsAssignableFrom(t) && !t.IsAbstract).Select(t => t.Name);
        Assert.Equal(written.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    // Fused ops have no twin: what they replace has.
    [Fact]
    public void OpsOfGraphs_AreAllKnownToTheReferenceEngine()
    {
        Type reference = GraphRunner.Engine("reference").GetType();
        HashSet<Type> known =
        [
            .. from type in reference.Assembly.GetTypes()
               where type.Namespace == reference.Namespace && type.FullName!.Contains(".Reference", StringComparison.Ordinal)
               from method in type.GetMethodsAndConstructors()
               from named in DependencyScan.Named(method)
               select named as Type ?? named.DeclaringType!,
        ];
        Expect.None(Ops.Where(t => t.Namespace == typeof(Op).Namespace && !known.Contains(t)).Select(t => t.Name),
            "No line in src/Fashion.Keras.ReferenceEngine/ReferenceOps.cs for");
    }

    private static ILowering Lowering(Op op)
    {
        Exception? error = Record.Exception(() => LoweringTable.Of(op));
        Expect.None(error is null ? [] : [op.GetType().Name], "No line in src/Fashion.Keras/Engine/Lowering/LoweringTable.cs for");
        return LoweringTable.Of(op);
    }

    private static Op Uninitialized(string name) => (Op)RuntimeHelpers.GetUninitializedObject(Ops.Single(t => t.Name == name));
}
