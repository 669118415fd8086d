using System.Reflection;
using System.Reflection.Emit;

namespace Fashion.Keras.Tests.Architecture;

/// <summary>
/// Which folder of the library uses which: read from the compiled code (base types, interfaces, signatures and every type or
/// member that a method body names). A member belongs to the file in which it stands, so the parts of a partial type count for
/// the folders in which they lie.
/// </summary>
internal sealed class DependencyScan
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
    private static readonly Assembly Library = typeof(Shape).Assembly;
    private static readonly Dictionary<short, OpCode> OpCodesByValue =
        typeof(OpCodes).GetFields().Select(f => f.GetValue(null)).OfType<OpCode>().ToDictionary(c => c.Value);

    private readonly SourceFiles _files = new(Library);

    /// <summary>
    /// Something in one folder that names something in another. A folder is a path below the project, <c>Saving/Weights</c>, or the name of
    /// a file that lies outside of the folders.
    /// </summary>
    public sealed record Use(string User, string From, string Used, string To);

    /// <summary>Every use between different folders, sub-folders included.</summary>
    public IReadOnlyList<Use> Uses() =>
    [
        .. from type in Library.GetTypes()
           from use in UsesOf(type)
           where use.From != use.To && use.From.Length > 0 && use.To.Length > 0
           group use by use into same
           select same.First(),
    ];

    /// <summary>Full names of the library's types that name a type from outside.</summary>
    public static string[] UsersOf(Type outside) =>
        [.. Library.GetTypes()
            .Where(t => Signature(t).Concat(t.GetMethodsAndConstructors().SelectMany(Named).Select(OwnerOf)).Select(Element)
                .Contains(outside)).Select(t => SourceFiles.Outermost(t).FullName!).Distinct()];

    private IEnumerable<Use> UsesOf(Type type)
    {
        string home = _files.HomeOf(type), name = SourceFiles.Outermost(type).FullName!;
        if (type.BaseType is { } parent) yield return To(home, parent);
        // The part of a type that implements an interface is the one that names it.
        foreach (Type contract in Contracts(type))
            yield return To(
                _files.FolderOf(type.IsInterface || type.GetInterfaceMap(contract).TargetMethods is not [var first, ..]
                    || first.DeclaringType != type ? type : first), contract);
        foreach (FieldInfo field in type.GetFields(All)) yield return To(_files.FolderOf(field), field.FieldType);
        foreach (MethodBase method in type.GetMethodsAndConstructors())
        {
            string from = _files.FolderOf(method);
            foreach (MemberInfo used in Named(method)) yield return To(from, used);
        }

        Use To(string from, MemberInfo used)
        {
            Type owner = Element(OwnerOf(used));
            // The class that holds all lambdas of a type belongs to all of its parts.
            bool isOwnHelper = owner.Name.StartsWith('<') && SourceFiles.Outermost(owner) == SourceFiles.Outermost(type);
            if (owner.Assembly != Library || owner.IsGenericParameter || isOwnHelper) return new Use(name, "", "", "");
            return new Use(name, from, SourceFiles.Outermost(owner).FullName!,
                used is Type ? _files.FolderOf(owner) : _files.FolderOf(used));
        }
    }

    private static IEnumerable<Type> Signature(Type type)
    {
        if (type.BaseType is not null) yield return type.BaseType;
        foreach (Type contract in Contracts(type)) yield return contract;
    }

    private static IEnumerable<Type> Contracts(Type type) => type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []);

    private static Type OwnerOf(MemberInfo member) => member as Type ?? member.DeclaringType!;

    /// <summary>Every type or member that a method names.</summary>
    public static IEnumerable<MemberInfo> Named(MethodBase method)
    {
        if (method is MethodInfo { ReturnType: var result }) yield return result;
        foreach (ParameterInfo parameter in method.GetParameters()) yield return parameter.ParameterType;
        if (method.GetMethodBody() is not { } body) yield break;
        foreach (LocalVariableInfo local in body.LocalVariables) yield return local.LocalType;
        byte[] code = body.GetILAsByteArray()!;
        Type[]? typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        Type[]? methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (int at = 0; at < code.Length;)
        {
            OpCode op = OpCodesByValue[code[at] == 0xFE ? (short)(0xFE00 | code[at + 1]) : code[at]];
            at += op.Size;
            if (op.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                MemberInfo member = method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments)!;
                yield return member;
                if (member is MethodInfo { IsGenericMethod: true } generic)
                    foreach (Type argument in generic.GetGenericArguments()) yield return argument;
            }
            at += op.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(code, at),
                _ => 4,
            };
        }
    }

    private static Type Element(Type type) =>
        type.HasElementType ? Element(type.GetElementType()!) : type.IsGenericType ? type.GetGenericTypeDefinition() : type;
}
