using System.Collections.Concurrent;
using System.Reflection;
using Fashion.Keras.Engine;
using Fashion.Keras.Kernels;
using Fashion.Keras.Tests.Architecture;

namespace Fashion.Keras.Tests.Engine.Preparation;

/// <summary>What steps say that they call, compared with what their code can reach.</summary>
internal static class StepCode
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly ConcurrentDictionary<MethodBase, HashSet<string>> Reached = [];

    /// <summary>Methods whose code a step asks for though nothing in it leads to them.</summary>
    public static string[] NeverCalled(PlanStep step)
    {
        var declared = new List<string>();
        step.Code?.ForEach(piece => declared.Add(piece.ToString()));
        if (declared.Count == 0) return [];
        IEnumerable<MethodBase> starts = Delegates(step).Select(MethodBase (d) => d.Method)
            .Append(step.GetType().GetMethod(nameof(PlanStep.Run), Own)!);
        string[] reached = [.. starts.SelectMany(s => Reached.GetOrAdd(s, From))];
        return [.. declared.Where(d => d.Length > 0).Except(reached)];
    }

    // The kernel of a step, and what that kernel holds in turn.
    private static IEnumerable<Delegate> Delegates(object holder) =>
        from type in Types(holder.GetType())
        from field in type.GetFields(Own | BindingFlags.DeclaredOnly)
        let value = field.GetValue(holder)
        where value is Delegate || (value is not null && value.GetType().Name.StartsWith('<'))
        from found in value is Delegate d ? Delegates(d.Target ?? d).Prepend(d) : Delegates(value)
        select found;

    private static IEnumerable<Type> Types(Type? type)
    {
        for (; type is not null && type.Assembly == typeof(PlanStep).Assembly; type = type.BaseType) yield return type;
    }

    private static HashSet<string> From(MethodBase start)
    {
        var seen = new HashSet<MethodBase>();
        var open = new Stack<MethodBase>([start]);
        while (open.TryPop(out MethodBase? method))
        {
            if (!seen.Add(Definition(method))) continue;
            foreach (MethodBase called in DependencyScan.Named(method).OfType<MethodBase>())
                if (called.DeclaringType?.Assembly == typeof(PlanStep).Assembly) open.Push(called);
        }
        return [.. seen.Where(m => m.DeclaringType!.Namespace == typeof(Tile).Namespace).Select(m => $"{m.DeclaringType!.Name}.{m.Name}")];
    }

    private static MethodBase Definition(MethodBase method) =>
        method is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericMethodDefinition() : method;
}
