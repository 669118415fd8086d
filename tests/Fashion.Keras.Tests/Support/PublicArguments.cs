using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Fashion.Keras.Activations;
using Fashion.Keras.Layers;
using Fashion.Keras.Losses;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Tests.Support;

/// <summary>Every public constructor of the library with arguments that fit, so that tests can put one odd argument in.</summary>
internal static class PublicArguments
{
    /// <summary>
    /// Constructors of all public classes that can be made, exceptions left out. What engines see is made by the library only.
    /// </summary>
    public static IEnumerable<ConstructorInfo> Constructors =>
        from type in typeof(Layer).Assembly.GetExportedTypes()
        where !type.IsAbstract && !type.IsGenericTypeDefinition && !type.IsAssignableTo(typeof(Exception))
            && !type.IsAssignableTo(typeof(Attribute)) && !type.IsDefined(typeof(ExperimentalAttribute), inherit: true)
        from constructor in type.GetConstructors()
        where constructor.GetParameters().Length > 0
        select constructor;

    /// <summary>A name for test output.</summary>
    public static string Name(ConstructorInfo constructor, ParameterInfo parameter) =>
        $"{constructor.DeclaringType!.Name}({parameter.Name})";

    /// <summary>Calls a constructor with one given argument; exceptions come as they were thrown.</summary>
    public static object Construct(ConstructorInfo constructor, ParameterInfo odd, object? argument)
    {
        try
        {
            return constructor.Invoke([.. constructor.GetParameters().Select(p => p.Position == odd.Position ? argument : Sample(p, odd))]);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Capture(e.InnerException!).Throw();
            throw;
        }
    }

    private static object? Sample(ParameterInfo parameter, ParameterInfo odd)
    {
        Type type = parameter.ParameterType;
        // Mean and variance must be given together; the values of a schedule are one more than its boundaries.
        if ((parameter.Name, odd.Name) is ("mean", "variance") or ("variance", "mean") && type == odd.ParameterType)
            return (double[])[0.5, 0.25];
        if ((parameter.Name, odd.Name) is ("boundaries", "values")) return (double[])[0.5];
        if ((parameter.Name, odd.Name) is ("values", "boundaries")) return (double[])[0.5, 0.25, 0.125];
        if (parameter.HasDefaultValue) return parameter.DefaultValue is { } value
            ? ((Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } kind ? Enum.ToObject(kind, value) : value)
            : type.IsValueType && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type) : null;
        if (type == typeof(int)) return 2;
        if (type == typeof(double)) return 0.5;
        if (type == typeof(bool)) return false;
        if (type == typeof(string)) return parameter.Name == "equation" ? "ab,bc->ac" : "model.keras";
        if (type == typeof(Optimizer)) return new Sgd();
        if (type == typeof(Shape)) return (Shape)(int[])[2, 1];
        if (type == typeof(Size2D)) return (Size2D)2;
        if (type == typeof(Size3D)) return (Size3D)2;
        if (type == typeof(RandomRange)) return (RandomRange)0.1;
        if (type == typeof(LearningRate)) return (LearningRate)0.1;
        if (type == typeof(IReadOnlyList<int>)) return (int[])[0];
        if (type == typeof(IReadOnlyList<double>)) return (double[])[0.5, 0.25];
        if (type.IsEnum) return Enum.GetValues(type).GetValue(0);
        if (type == typeof(ActivationFunction)) return (ActivationFunction)"relu";
        if (type == typeof(RecurrentLayer)) return new SimpleRNN(2);
        if (type == typeof(RecurrentCell)) return new SimpleRNNCell(2);
        if (type == typeof(IReadOnlyList<RecurrentCell>)) return (RecurrentCell[])[new SimpleRNNCell(2)];
        if (type == typeof(Layer)) return new Dense(2);
        if (type == typeof(Loss)) return (Loss)"mse";
        return type.IsValueType ? Activator.CreateInstance(type) : null;
    }
}
