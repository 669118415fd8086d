using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Fashion.Keras.PublicApi.Tests;

/// <summary>The public surface of an assembly as text: one line per type and member, sorted, so that a change shows as a diff.</summary>
internal static class ApiText
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (Type type in Types(assembly).OrderBy(t => t.Namespace, StringComparer.Ordinal)
            .ThenBy(t => t.FullName, StringComparer.Ordinal))
        {
            text.Append(Declaration(type)).Append('\n');
            foreach (string member in Members(type).Order(StringComparer.Ordinal)) text.Append("    ").Append(member).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>
    /// Public types. What the compiler makes for blocks of extension members is none: their members stand in the class around, too.
    /// </summary>
    public static IEnumerable<Type> Types(Assembly assembly) =>
        assembly.GetExportedTypes().Where(t => !t.FullName!.Contains('<', StringComparison.Ordinal));

    private static string Declaration(Type type)
    {
        string kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
            : type.IsAbstract && type.IsSealed
                ? "static class"
                : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";
        if (typeof(Delegate).IsAssignableFrom(type)) kind = "delegate";
        IEnumerable<string> bases = type.GetInterfaces()
            .Where(i => i.IsPublic && i.Namespace!.StartsWith("Fashion", StringComparison.Ordinal)).Select(i => Name(i))
            .Order(StringComparer.Ordinal);
        if (type.BaseType is { } b && b != typeof(object) && b != typeof(ValueType) && b != typeof(Enum)) bases = bases.Prepend(Name(b));
        string list = string.Join(", ", bases);
        if (IsRecord(type)) kind = kind == "struct" ? "record struct" : kind.Replace("class", "record", StringComparison.Ordinal);
        return $"{Experimental(type)}{kind} {type.Namespace}.{Name(type)}{(list.Length > 0 ? " : " + list : "")}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            foreach (string name in Enum.GetNames(type))
                yield return $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}";
            yield break;
        }
        const BindingFlags all =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (ConstructorInfo constructor in type.GetConstructors(all).Where(c => Visible(c) && !c.IsStatic))
            yield return $"{Access(constructor)}.ctor({Parameters(constructor)})";
        foreach (PropertyInfo property in type.GetProperties(all))
        {
            MethodInfo? get = property.GetMethod is { } g && Visible(g) ? g : null,
                set = property.SetMethod is { } s && Visible(s) ? s : null;
            if ((get is null && set is null) || property.Name == "EqualityContract") continue;
            string index = property.GetIndexParameters() is { Length: > 0 } p ? $"[{string.Join(", ", p.Select(Parameter))}]" : "";
            string init = set?.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit") == true ? "init" : "set";
            yield return $"{Experimental(property)}{Access(get ?? set!)}{Modifiers(get ?? set!)}{property.Name}{index}: " +
                $"{Name(property.PropertyType)}{Mark(Nullability.Create(property).ReadState)} {{ " +
                $"{(get is null ? "" : "get; ")}{(set is null ? "" : init + "; ")}}}";
        }
        foreach (FieldInfo field in type.GetFields(all).Where(f => f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly))
            yield return $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{field.Name}: {Name(field.FieldType)}";
        // What the compiler writes for a record is said by its kind.
        foreach (MethodInfo method in type.GetMethods(all)
            .Where(m => Visible(m) && !m.IsDefined(typeof(CompilerGeneratedAttribute))
                && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal))
                && !m.Name.Contains('<', StringComparison.Ordinal)))
        {
            string generic = method.IsGenericMethodDefinition
                ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>"
                : "";
            yield return $"{Experimental(method)}{Access(method)}{Modifiers(method)}{method.Name}{generic}({Parameters(method)}): " +
                $"{Name(method.ReturnType)}{Mark(Nullability.Create(method.ReturnParameter).ReadState)}";
        }
    }

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null);

    private static string Experimental(MemberInfo member) =>
        member.GetCustomAttribute<ExperimentalAttribute>() is { } attribute ? $"[{attribute.DiagnosticId}] " : "";

    private static bool Visible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Modifiers(MethodInfo method) =>
        method.DeclaringType!.IsInterface ? "" : method.IsStatic ? "static " : method.IsAbstract ? "abstract "
        : method.GetBaseDefinition() != method ? "override " : method.IsVirtual && !method.IsFinal ? "virtual " : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string value = !parameter.HasDefaultValue ? "" : " = " + parameter.DefaultValue switch
        {
            null => "default",
            string s => $"\"{s}\"",
            bool b => b ? "true" : "false",
            IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
            { } other => other.ToString(),
        };
        string prefix = parameter.GetCustomAttribute<ParamArrayAttribute>() is not null ? "params " : parameter.IsOut ? "out " : "";
        return $"{prefix}{Name(parameter.ParameterType)}{Mark(Nullability.Create(parameter).WriteState)} {parameter.Name}{value}";
    }

    // Value types say it in their name (Nullable); only references need the mark.
    private static string Mark(NullabilityState state) => state == NullabilityState.Nullable ? "?" : "";

    private static string Name(Type type)
    {
        if (type.IsByRef) return Name(type.GetElementType()!);
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } underlying) return Name(underlying);
        string name = type.DeclaringType is { } outer && !type.IsGenericParameter ? $"{outer.Name}.{type.Name}" : type.Name;
        if (!type.IsGenericType) return name;
        int tick = name.IndexOf('`', StringComparison.Ordinal);
        return $"{(tick < 0 ? name : name[..tick])}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
