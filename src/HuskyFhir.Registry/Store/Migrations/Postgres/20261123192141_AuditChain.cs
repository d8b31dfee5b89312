using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class AuditChain : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "chain",
                table: "audit",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "hash",
                table: "audit",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "purpose",
                table: "audit",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "reason",
                table: "audit",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<long>(
                name: "seq",
                table: "audit",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "audit_cursor",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    upto = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_cursor", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "audit_heads",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    chain = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    last = table.Column<Guid>(type: "uuid", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_heads", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_members",
                columns: table => new
                {
                    member = table.Column<Guid>(type: "uuid", nullable: false),
                    entry = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_members", x => new { x.member, x.entry });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_cursor");

            migrationBuilder.DropTable(
                name: "audit_heads");

            migrationBuilder.DropTable(
                name: "audit_members");

            migrationBuilder.DropColumn(
                name: "chain",
                table: "audit");

            migrationBuilder.DropColumn(
                name: "hash",
                table: "audit");

            migrationBuilder.DropColumn(
                name: "purpose",
                table: "audit");

            migrationBuilder.DropColumn(
                name: "reason",
                table: "audit");

            migrationBuilder.DropColumn(
                name: "seq",
                table: "audit");
        }
    }
}
