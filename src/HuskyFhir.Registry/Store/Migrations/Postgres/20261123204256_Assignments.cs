using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HuskyFhir.Registry.Store.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Assignments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_attributions",
                table: "attributions");

            migrationBuilder.DropIndex(
                name: "ix_attributions_organization_until_member",
                table: "attributions");

            migrationBuilder.AddColumn<long>(
                name: "since",
                table: "attributions",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddPrimaryKey(
                name: "pk_attributions",
                table: "attributions",
                columns: new[] { "organization", "member", "basis", "since" });

            migrationBuilder.CreateTable(
                name: "assignments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    high = table.Column<long>(type: "bigint", nullable: false),
                    low = table.Column<long>(type: "bigint", nullable: false),
                    member = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assignments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "careteam",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    date_high = table.Column<long>(type: "bigint", nullable: true),
                    date_low = table.Column<long>(type: "bigint", nullable: true),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    status_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    status_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_careteam", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "careteam_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_careteam_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "careteam_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_careteam_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "group_row",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    actual_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    actual_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    type_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    type_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_group_row", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "group_row_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_group_row_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "group_row_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_group_row_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "panels",
                columns: table => new
                {
                    role = table.Column<Guid>(type: "uuid", nullable: false),
                    accepts = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    most = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_panels", x => x.role);
                });

            migrationBuilder.CreateTable(
                name: "task",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    authored_on_high = table.Column<long>(type: "bigint", nullable: true),
                    authored_on_low = table.Column<long>(type: "bigint", nullable: true),
                    due_high = table.Column<long>(type: "bigint", nullable: true),
                    due_low = table.Column<long>(type: "bigint", nullable: true),
                    intent_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    intent_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    member = table.Column<Guid>(type: "uuid", nullable: true),
                    modified_high = table.Column<long>(type: "bigint", nullable: true),
                    modified_low = table.Column<long>(type: "bigint", nullable: true),
                    period_high = table.Column<long>(type: "bigint", nullable: true),
                    period_low = table.Column<long>(type: "bigint", nullable: true),
                    priority_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    priority_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    restricted = table.Column<long>(type: "bigint", nullable: false),
                    status_code = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    status_system = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    updated = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_task", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "task_string",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    folded = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_task_string", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateTable(
                name: "task_token",
                columns: table => new
                {
                    owner = table.Column<Guid>(type: "uuid", nullable: false),
                    n = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    part = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    system = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_task_token", x => new { x.owner, x.n });
                });

            migrationBuilder.CreateIndex(
                name: "ix_attributions_organization_until_since_member",
                table: "attributions",
                columns: new[] { "organization", "until", "since", "member" });

            migrationBuilder.CreateIndex(
                name: "ix_assignments_member",
                table: "assignments",
                column: "member",
                unique: true,
                filter: "status = 'active'");

            migrationBuilder.CreateIndex(
                name: "ix_assignments_member_low",
                table: "assignments",
                columns: new[] { "member", "low" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_assignments_role_status_member",
                table: "assignments",
                columns: new[] { "role", "status", "member" });

            migrationBuilder.CreateIndex(
                name: "ix_assignments_status_high",
                table: "assignments",
                columns: new[] { "status", "high" });

            migrationBuilder.CreateIndex(
                name: "ix_assignments_status_low",
                table: "assignments",
                columns: new[] { "status", "low" });

            migrationBuilder.CreateIndex(
                name: "ix_careteam_date_low_date_high_id",
                table: "careteam",
                columns: new[] { "date_low", "date_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_careteam_member_id",
                table: "careteam",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_careteam_updated_id",
                table: "careteam",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_careteam_string_part_folded_owner",
                table: "careteam_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_careteam_token_part_code_owner_system",
                table: "careteam_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_group_row_updated_id",
                table: "group_row",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_group_row_string_part_folded_owner",
                table: "group_row_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_group_row_token_part_code_owner_system",
                table: "group_row_token",
                columns: new[] { "part", "code", "owner", "system" });

            migrationBuilder.CreateIndex(
                name: "ix_task_authored_on_low_authored_on_high_id",
                table: "task",
                columns: new[] { "authored_on_low", "authored_on_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_task_due_low_due_high_id",
                table: "task",
                columns: new[] { "due_low", "due_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_task_member_id",
                table: "task",
                columns: new[] { "member", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_task_modified_low_modified_high_id",
                table: "task",
                columns: new[] { "modified_low", "modified_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_task_period_low_period_high_id",
                table: "task",
                columns: new[] { "period_low", "period_high", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_task_updated_id",
                table: "task",
                columns: new[] { "updated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_task_string_part_folded_owner",
                table: "task_string",
                columns: new[] { "part", "folded", "owner" });

            migrationBuilder.CreateIndex(
                name: "ix_task_token_part_code_owner_system",
                table: "task_token",
                columns: new[] { "part", "code", "owner", "system" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "assignments");

            migrationBuilder.DropTable(
                name: "careteam");

            migrationBuilder.DropTable(
                name: "careteam_string");

            migrationBuilder.DropTable(
                name: "careteam_token");

            migrationBuilder.DropTable(
                name: "group_row");

            migrationBuilder.DropTable(
                name: "group_row_string");

            migrationBuilder.DropTable(
                name: "group_row_token");

            migrationBuilder.DropTable(
                name: "panels");

            migrationBuilder.DropTable(
                name: "task");

            migrationBuilder.DropTable(
                name: "task_string");

            migrationBuilder.DropTable(
                name: "task_token");

            migrationBuilder.DropPrimaryKey(
                name: "pk_attributions",
                table: "attributions");

            migrationBuilder.DropIndex(
                name: "ix_attributions_organization_until_since_member",
                table: "attributions");

            migrationBuilder.DropColumn(
                name: "since",
                table: "attributions");

            migrationBuilder.AddPrimaryKey(
                name: "pk_attributions",
                table: "attributions",
                columns: new[] { "organization", "member", "basis" });

            migrationBuilder.CreateIndex(
                name: "ix_attributions_organization_until_member",
                table: "attributions",
                columns: new[] { "organization", "until", "member" });
        }
    }
}
